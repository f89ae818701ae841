import type { UpgradeJudgement } from '../../boot/upgrade/judge-units.ts';
import { mebibytesText } from '../../core/mebibytes.ts';
import { line } from '../../core/printable.ts';
import type { Verdict } from '../../core/upgrade/judge-unit.ts';

const verdictText: Readonly<Record<Verdict, string>> = {
  carried: 'carried',
  restarts: 'restarts',
  'stays-out': 'stays out',
};

const storesText =
  'stores  This kernel has /dev/liveupdate: units with FileDescriptorStorePreserve=yes keep their file descriptor stores, by systemd 261 or newer.';

const watchdogText =
  'watchdog  Its driver may stop it before the next kernel starts. Add watchdog.stop_on_reboot=0 to the kernel command line, and restart once.';

export function judgementText(judgement: UpgradeJudgement): string {
  const { from, to, units, spaces, liveUpdate, freezeSeconds } = judgement;
  const width = Math.max(0, ...units.map(({ unit }) => unit.length));
  return [
    line`from Linux ${from} to ${to}`,
    ...units.flatMap(({ unit, verdict, reasons, bytes }) => [
      line`  ${verdictText[verdict].padEnd(9)}  ${unit.padEnd(width)}  ${mebibytesText(bytes)}`,
      ...reasons.map(({ code, text, remedy }) => line`      [${code}] ${text} ${remedy}`),
    ]),
    ...spaces.map(
      ({ path, neededBytes, freeBytes }) =>
        line`space  ${mebibytesText(neededBytes)} for the checkpoints in ${path}; ${mebibytesText(freeBytes)} are free there`,
    ),
    freezeSeconds === undefined
      ? 'freeze  unknown: this boot is not finished'
      : line`freeze  about ${freezeSeconds} s: the duration of this boot, and the time for dump and restore`,
    ...(liveUpdate ? [storesText] : []),
    ...(judgement.watchdogMayEnd ? [watchdogText] : []),
    '',
  ].join('\n');
}
