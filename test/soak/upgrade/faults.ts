import { startCountingClient } from '../../helpers/counting-client.ts';
import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { cameThrough, newest } from './in-guest.ts';

export async function downgrade(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter');
  const [oldest] = machine.kernels;
  const { output, status } = await machine.run(
    `webboot upgrade check --kernel /boot/vmlinuz-${oldest?.release}`,
  );
  const [reason = 'none'] = /\[(?:droppable-mapping|rseq)\]/.exec(output) ?? [];
  return { ok: status === 95 && reason !== 'none', cells: [`refused: ${reason}`] };
}

/** A failure while units are dumped: the chain is taken back, and the client notices a pause only. */
async function takenBack(machine: UpgradeMachineRun, fault: string): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare pipe counter nginx');
  await machine.run(fault);
  const client = await startCountingClient(machine.port);
  const { status } = await machine.run(upgradeTo(newest(machine)));
  const after = await machine.run(
    'systemctl is-active pipe counter nginx && ! nft list tables | grep webboot && ls /etc/webboot',
  );
  client.close();
  const ok = status === 97 && after.status === 0 && !after.output.includes('upgrade.armed\n');
  return { ok, cells: [`exit status ${status}; all ${after.status === 0 ? 'run' : 'do NOT run'}`] };
}

export async function criuKilled(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(
    machine,
    '(until pgrep -f "criu dump.*nginx"; do sleep 0.1; done; pkill -KILL -f "criu dump.*nginx") >/dev/null 2>&1 &',
  );
}

/** Stands in for a criu that never ends, for one unit. */
export async function criuHung(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(
    machine,
    `printf '#!/bin/sh\\ncase "$*" in dump*nginx*) trap "" TERM; sleep 1000 & wait; sleep 1000;; esac\\nexec /usr/sbin/criu "$@"\\n' >/usr/local/sbin/criu && chmod +x /usr/local/sbin/criu`,
  );
}

/** A process of the next boot has the PID of a unit already: that one starts afresh, the others do not. */
export async function pidTaken(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  const taker = [
    '[Unit]\\nBefore=webboot-upgrade-early.service webboot-upgrade-first.service',
    '[Service]\\nType=forking\\nExecStart=/bin/bash -c "old=$$(cat /proc/sys/kernel/ns_last_pid); echo $$(( $$(cat /var/lib/taken) - 1 )) >/proc/sys/kernel/ns_last_pid; sleep 10000 & echo $$old >/proc/sys/kernel/ns_last_pid; disown"',
    '[Install]\\nWantedBy=sysinit.target\\n',
  ].join('\\n');
  await machine.run(
    `systemctl show -P MainPID counter >/var/lib/taken; printf '${taker}' >/etc/systemd/system/taker.service; sed -i 's/^\\[Unit\\]/&\\nDefaultDependencies=no/' /etc/systemd/system/taker.service; systemctl enable taker`,
  );
  machine.send(upgradeTo(newest(machine)));
  const { text, freeze } = await cameThrough(machine);
  return {
    ok: text === 'arrived: counter restarted, nginx restored',
    cells: [text, freeze],
  };
}

/** The new kernel finds no root and panics: the old one comes up and restores all. */
export async function kernelPanics(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  machine.send(upgradeTo(newest(machine), '--append "rdinit=/none root=/dev/none panic=5"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** The new kernel waits for a root that never comes: the watchdog brings back the old one. */
export async function kernelHangs(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run(
    'mkdir -p /etc/systemd/system.conf.d; printf "[Manager]\\nKExecWatchdogSec=2min\\n" >/etc/systemd/system.conf.d/k.conf; systemctl daemon-reexec; ls /dev/watchdog*',
  );
  machine.send(upgradeTo(newest(machine), '--append "root=/dev/none rootdelay=99999 panic=0"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** Refused before anything is touched; and if space runs out in the middle, all is taken back. */
export async function noSpace(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run('mkdir /small /full; mount -t tmpfs -o size=1M tmpfs /small');
  const refused = await machine.run(upgradeTo(newest(machine), '--to /small'));
  // Room enough when it is judged, and taken by somebody else before the dump.
  await machine.run('mount -t tmpfs -o size=60M tmpfs /full');
  await machine.run(
    '(until nft list table inet webboot_upgrade; do sleep 0.1; done; dd if=/dev/zero of=/full/x bs=1M) >/dev/null 2>&1 &',
  );
  const client = await startCountingClient(machine.port);
  const full = await machine.run(upgradeTo(newest(machine), '--to /full'));
  const after = await machine.run(
    'systemctl is-active counter nginx && ! nft list tables | grep webboot && ! ls /etc/webboot/upgrade.armed',
  );
  const connected = client.ended === undefined && client.lost.length === 0;
  client.close();
  return {
    ok: refused.status === 96 && full.status === 97 && after.status === 0 && connected,
    cells: [
      `exit status ${refused.status}, then ${full.status}; all ${after.status === 0 ? 'run' : 'do NOT run'}; connection ${connected ? 'kept' : 'LOST'}`,
    ],
  };
}

/** A unit that was not prepared for it is refused, and with --accept-restarts the others are carried. */
export async function ioUring(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter web');
  const refused = await machine.run(upgradeTo(newest(machine)));
  machine.send(upgradeTo(newest(machine), '--accept-restarts'));
  const { text, freeze } = await cameThrough(machine);
  const web = await machine.run('systemctl is-active web');
  const ok = refused.status === 95 && refused.output.includes('io-uring') && web.status === 0;
  return { ok: ok && text === 'arrived: counter restored', cells: [`refused; ${text}`, freeze] };
}

/** Before the next boot was told of anything: everything starts afresh, and nothing is left. */
export async function powerCutInDump(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run(
    '(until pgrep -f "criu dump"; do sleep 0.1; done; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 &',
  );
  machine.send(upgradeTo(newest(machine)));
  const { state } = await cameThrough(machine);
  const { status } = await machine.run('systemctl is-active counter nginx');
  return { ok: status === 0 && state === 'undefined', cells: ['everything started afresh'] };
}

/** All is on the disk, and the old kernel comes up: it restores what was said to be kept. */
export async function powerCutWhenArmed(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run(
    '(until [ -e /etc/webboot/upgrade.armed ]; do sleep 0.1; done; sync /etc/webboot; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 &',
  );
  machine.send(upgradeTo(newest(machine)));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}
