import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { cameThrough, checkpoints, newest } from './in-guest.ts';

const prepare = 'webboot upgrade prepare counter nginx';
const active = 'systemctl is-active counter nginx';

/** The power goes as soon as a condition of the shell holds. */
function powerCut(condition: string): string {
  return `(until ${condition}; do sleep 0.1; done; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 &`;
}

/** The new kernel finds no root and panics: `panic=` brings the old one, which restores all. */
export async function kernelPanics(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(prepare);
  machine.send(upgradeTo(newest(machine), '--append "rdinit=/none root=/dev/none"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

const settings = '/etc/systemd/system.conf.d/watchdog.conf';

/** The new kernel waits for a root that never comes: the watchdog brings back the old one. */
export async function kernelHangs(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(prepare);
  await machine.run(
    `mkdir -p /etc/systemd/system.conf.d; printf "[Manager]\\nKExecWatchdogSec=2min\\n" >${settings}; systemctl daemon-reexec; ls /dev/watchdog*`,
  );
  machine.send(upgradeTo(newest(machine), '--append "root=/dev/none rootdelay=99999 panic=0"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  await machine.run(`rm ${settings}; systemctl daemon-reexec`);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** Before the next boot was told of anything: everything starts afresh, and nothing is left. */
export async function powerCutInDump(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(prepare);
  await machine.run(powerCut('pgrep -f "^criu dump"'));
  machine.send(upgradeTo(newest(machine)));
  const { state } = await cameThrough(machine);
  const { status } = await machine.run(active);
  const left = await machine.run(checkpoints);
  return {
    ok: status === 0 && state === 'undefined' && left.status !== 0,
    cells: [
      `${status === 0 ? 'everything started afresh' : 'NOT all run'}; record: ${state}; ${left.status === 0 ? 'CHECKPOINTS are' : 'nothing is'} left`,
    ],
  };
}

/** All is on the disk, and the old kernel comes up: it restores what was said to be kept. */
export async function powerCutWhenArmed(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(prepare);
  await machine.run(powerCut('[ -e /etc/webboot/upgrade.armed ]'));
  machine.send(upgradeTo(newest(machine)));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** Under the next kernel, while it restores: that is tried once, and then everything starts afresh. */
export async function powerCutInRestore(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  const { release } = newest(machine);
  await machine.run(prepare);
  const script = [
    `[ "$(uname -r)" = ${release} ] || exit 0`,
    // Before that mark, a cut only means that the next boot restores.
    'until grep -qs "^restore " /run/webboot-upgrade/marks; do sleep 0.1; done',
    'echo b >/proc/sysrq-trigger',
  ].join('\\n');
  const unit = [
    '[Unit]\\nDefaultDependencies=no\\nBefore=webboot-upgrade-first.service webboot-upgrade-early.service',
    '[Service]\\nExecStart=/bin/sh /root/cutter',
    '[Install]\\nWantedBy=sysinit.target\\n',
  ].join('\\n');
  await machine.run(
    `printf '${script}\\n' >/root/cutter; printf '${unit}' >/etc/systemd/system/cutter.service; systemctl enable cutter`,
  );
  machine.send(upgradeTo(newest(machine)));
  const { text, state, freeze } = await cameThrough(machine);
  const { status } = await machine.run(active);
  const left = await machine.run(checkpoints);
  await machine.run('systemctl disable cutter');
  return {
    ok: state === 'interrupted' && status === 0 && left.status !== 0,
    cells: [`${text}; ${left.status === 0 ? 'CHECKPOINTS are left' : 'nothing is left'}`, freeze],
  };
}
