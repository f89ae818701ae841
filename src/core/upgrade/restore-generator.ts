import { upgradePlaces } from './places.ts';
import { readArmed } from './read-armed.ts';
import { restoreDropIn } from './restore-drop-ins.ts';

/**
 * A generator (systemd.generator(7)): process 1 runs it before it reads its units, in the first
 * moments of a boot. The old kernel may restore, too: the new one did not come up then.
 */
export function generatorText(heading: string): string {
  const { armed, restoring, earlyUnit, firstUnit, restoreUnit, finishUnit } = upgradePlaces;
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
[ "$stage" != first ] || wants sysinit.target ${firstUnit}
wants sysinit.target ${restoreUnit}
mkdir -p "$output/webboot-upgrade-early.service.d"
printf '[Unit]\\nRequiresMountsFor=%s\\n' "$directory" >"$output/webboot-upgrade-early.service.d/place.conf"
for unit in $units; do
  mkdir -p "$output/$unit.d"
  cat >"$output/$unit.d/zz-webboot-upgrade.conf" <<'END'
[Unit]
Wants=network-online.target
After=network-online.target webboot-upgrade-restore.service
Before=webboot-upgrade.service
${restoreDropIn()}END
done
`;
}
