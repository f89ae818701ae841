import { sharedOptions } from './criu-arguments.ts';
import { diagModules, lockTable, upgradePlaces } from './places.ts';

/** A file that `prepare` installs. */
export interface InstalledFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** criu and what it does by itself get this long for one unit; it was seen to hang. */
const restoreSeconds = 120;

/** Takes the unit's own start away and puts criu in its place: `+` is as root, without sandbox. */
const restoreSection = [
  ...['Type=forking', `PIDFile=${upgradePlaces.results}/%n.pid`, 'Restart=no', 'WatchdogSec=0'],
  ...['ExecCondition=', 'ExecStartPre=', 'ExecStartPost=', 'ExecStart='],
  ...[`ExecStart=+/bin/sh ${upgradePlaces.helper} unit %n`, 'ExecStop=', 'ExecStopPost='],
  `TimeoutStartSec=${restoreSeconds + 120}`,
];

/** The drop-in under which systemd starts a unit by restoring it. */
export function restoreDropIn(): string {
  return `${['[Service]', ...restoreSection].join('\n')}\n`;
}

/** While a unit is dumped: its death is ours, and no reason to restart it or to clean up after it. */
export const shieldDropIn = '[Service]\nRestart=no\nExecStop=\nExecStopPost=\n';

const heading = '# Written by "webboot upgrade prepare"; "webboot upgrade unprepare" removes it.';

/** Reads the armed file into variables; `units` is a list. */
const readArmed = [
  "from='' target='' directory='' last_pid='' pid_limit='' units=''",
  'while read -r name value; do',
  '  case $name in',
  '    unit) units="$units $value" ;;',
  '    from | target | directory | last_pid | pid_limit) eval "$name=\\$value" ;;',
  '  esac',
  'done',
].join('\n');

/**
 * A generator (systemd.generator(7)): process 1 runs it before it reads its units, in the first
 * moments of a boot. The old kernel may restore, too: the new one did not come up then.
 */
function generatorText(): string {
  const { armed, restoring, earlyUnit, finishUnit } = upgradePlaces;
  return `#!/bin/sh
${heading}
armed=${armed}
wants() {
  mkdir -p "$output/$1.wants"
  ln -sf "$2" "$output/$1.wants/"
}
output=$1
if [ ! -f $armed ]; then
  [ ! -f ${restoring} ] || wants multi-user.target ${finishUnit}
  exit 0
fi
wants multi-user.target ${finishUnit}
${readArmed} <$armed
running=$(uname -r)
[ "$running" = "$target" ] || [ "$running" = "$from" ] || exit 0
[ ! -w /proc/sys/kernel/ns_last_pid ] || {
  echo "$pid_limit" >/proc/sys/kernel/pid_max
  echo "$last_pid" >/proc/sys/kernel/ns_last_pid
}
wants sysinit.target ${earlyUnit}
for unit in $units; do
  mkdir -p "$output/$unit.d"
  cat >"$output/$unit.d/zz-webboot-upgrade.conf" <<'END'
[Unit]
Wants=network-online.target
After=network-online.target webboot-upgrade-early.service
Before=webboot-upgrade.service
${restoreDropIn()}END
done
`;
}

/** What must be done before the network comes up, and then for each unit. */
function helperText(): string {
  const { armed, restoring, results } = upgradePlaces;
  return `#!/bin/sh
${heading}
PATH=/usr/sbin:/usr/bin:/sbin:/bin
file=${restoring}
case $1 in
  early)
    mv ${armed} $file && sync -f $file || exit 1
    ${readArmed.replaceAll('\n', '\n    ')} <$file
    mkdir -p -m 700 ${results}
    nft -f "$directory/lock.nft" || exit 1
    tar -C / -xpf "$directory/run.tar" || exit 1
    echo "$directory" >${results}/prepared
    # While the boot goes on: what every restore would find out for itself otherwise.
    {
      modprobe -aq ${diagModules}
      timeout -k 5 60 criu check
      : >${results}/ready
    } >/dev/null 2>&1 &
    exit 0
    ;;
  unit)
    unit=$2
    # Without the lock its peers would see a reset, and without its files it would not go on.
    directory=$(cat ${results}/prepared) || exit 1
    images=$directory/$unit/images
    tries=0
    until [ -e ${results}/ready ] || [ $tries -gt 60 ]; do
      tries=$((tries + 1))
      sleep 1
    done
    exec 7>&1 8>&1 9>&1
    set --
    number=9
    for inode in $(cat "$directory/$unit/streams"); do
      set -- "$@" --inherit-fd "fd[$number]:socket:[$inode]"
      number=$((number - 1))
    done
    timeout -k 5 ${restoreSeconds} criu restore --images-dir "$images" --log-file restore.log -v4 \\
      --restore-detached --pidfile "${results}/$unit.pid" ${sharedOptions.join(' ')} "$@" || exit 1
    : >"${results}/$unit.restored"
    ;;
  free)
    nft delete table inet ${lockTable}
    # Milliseconds since 1970.
    date +%s%3N >${results}/freed
    ;;
esac
`;
}

function earlyUnitText(): string {
  return `${heading}
[Unit]
Description=Make ready to restore the processes that were carried over a kernel change
DefaultDependencies=no
RequiresMountsFor=${upgradePlaces.checkpoints}
After=local-fs.target systemd-tmpfiles-setup.service
Wants=network-pre.target
Before=network-pre.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
KillMode=process
ExecStart=/bin/sh ${upgradePlaces.helper} early
`;
}

function finishUnitText(command: string): string {
  return `${heading}
[Unit]
Description=Finish carrying processes over a kernel change
After=webboot-upgrade-early.service

[Service]
Type=oneshot
ExecStartPre=-/bin/sh ${upgradePlaces.helper} free
ExecStart=${command} upgrade finish
`;
}

/** `command` calls webboot: absolute paths, quoted as systemd.service(5) wants them. */
export function installedFiles(command: string): readonly InstalledFile[] {
  const { generator, helper, earlyUnit, finishUnit } = upgradePlaces;
  return [
    { path: helper, mode: 0o755, text: helperText() },
    { path: earlyUnit, mode: 0o644, text: earlyUnitText() },
    { path: finishUnit, mode: 0o644, text: finishUnitText(command) },
    { path: generator, mode: 0o755, text: generatorText() },
  ];
}
