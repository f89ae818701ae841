import { upgradePlaces } from './places.ts';
import { readArmed } from './read-armed.ts';
import { deviceDropIn, restoreDropIn } from './restore-drop-ins.ts';

/**
 * A generator (systemd.generator(7)): process 1 runs it before it reads its units, in the first
 * moments of a boot. The old kernel may restore, too: the new one did not come up then.
 *
 * Process 1 waits for it, and so do the units that stand still: it starts as few programs as it can.
 */
export function generatorText(heading: string): string {
  const { armed, restoring, open, earlyUnit, firstUnit, restoreUnit, containersUnit, finishUnit } =
    upgradePlaces;
  return `#!/bin/sh
${heading}
armed=${armed}
output=$1
finish() {
  mkdir -p "$output/multi-user.target.wants"
  ln -sf ${finishUnit} "$output/multi-user.target.wants/"
  exit 0
}
if [ ! -f $armed ]; then
  # Cut off in a restore, or before the jump: the checkpoints are still there.
  [ ! -f ${restoring} ] && [ ! -f ${open} ] || finish
  exit 0
fi
${readArmed} <$armed
read -r running </proc/sys/kernel/osrelease
[ "$running" = "$target" ] || [ "$running" = "$from" ] || finish
[ ! -w /proc/sys/kernel/ns_last_pid ] || {
  echo "$pid_limit" >/proc/sys/kernel/pid_max
  echo "$last_pid" >/proc/sys/kernel/ns_last_pid
}
wants=$output/sysinit.target.wants
set -- "$wants" "$output/webboot-upgrade-early.service.d" "$output/device.d"
for unit in $units; do
  set -- "$@" "$output/$unit.d"
done
mkdir -p "$@"
first=
[ "$stage" != first ] || first=${firstUnit}
ln -sf ${earlyUnit} $first ${restoreUnit} "$wants/"
[ -z "$containers" ] || {
  mkdir -p "$output/multi-user.target.wants"
  ln -sf ${containersUnit} "$output/multi-user.target.wants/"
}
printf '[Unit]\\nRequiresMountsFor=%s\\n' "$directory" >"$output/webboot-upgrade-early.service.d/place.conf"
printf %s '${deviceDropIn}' >"$output/device.d/10-webboot-upgrade.conf"
for unit in $units; do
  printf %s '[Unit]
Wants=network-online.target
After=network-online.target webboot-upgrade-restore.service
Before=webboot-upgrade.service
${restoreDropIn()}' >"$output/$unit.d/zz-webboot-upgrade.conf"
done
finish
`;
}
