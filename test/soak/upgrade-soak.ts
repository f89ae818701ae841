import { type FreezeMarks, freezeParts } from '../../src/core/upgrade/freeze-parts.ts';
import { startCountingClient } from '../helpers/counting-client.ts';
import {
  startUpgradeMachine,
  type UpgradeMachineRun,
  upgradeTo,
} from '../helpers/upgrade-machine.ts';
import { runCases, type Soak, type SoakCase, type SoakOutcome, statusOf } from './cases.ts';

const soak: Soak = {
  name: 'upgrade',
  columns: ['what happened', 'freeze', 'plain restart (s)'],
  cases: [
    { name: 'carry-all', run: inMachine('oldest', (machine) => carryAll(machine)) },
    {
      name: 'carry-all-in-memory',
      run: inMachine('oldest', (machine) => carryAll(machine, '--to /dev/pmem0')),
    },
    { name: 'dry-run', run: inMachine('oldest', dryRun) },
    { name: 'downgrade', run: inMachine('newest', downgrade) },
    { name: 'criu-killed', run: inMachine('oldest', criuKilled) },
    { name: 'criu-hung', run: inMachine('oldest', criuHung) },
    { name: 'pid-taken', run: inMachine('oldest', pidTaken) },
    { name: 'kernel-panics', run: inMachine('oldest', kernelPanics) },
    { name: 'kernel-hangs', run: inMachine('oldest', kernelHangs) },
    { name: 'no-space', run: inMachine('oldest', noSpace) },
    { name: 'io-uring', run: inMachine('oldest', ioUring) },
    { name: 'power-cut-in-dump', run: inMachine('oldest', powerCutInDump) },
    { name: 'power-cut-when-armed', run: inMachine('oldest', powerCutWhenArmed) },
  ],
};

/** `[--fresh] [CASE]...`: services carried from one kernel to another, with faults. The exit status. */
export async function soakUpgrades(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}

const all = ['counter', 'pipe', 'nginx', 'web', 'postgresql@17-main', 'redis-server'];
const settled = 'systemctl is-system-running --wait';

function inMachine(
  start: 'oldest' | 'newest',
  act: (machine: UpgradeMachineRun) => Promise<SoakOutcome>,
): SoakCase['run'] {
  return async (watch) => {
    const machine = await startUpgradeMachine({ kind: 'full', start, memory: true });
    watch(machine.qemu);
    try {
      await machine.run(settled);
      return await act(machine);
    } finally {
      await machine.close();
    }
  };
}

function newest({ kernels }: UpgradeMachineRun) {
  const kernel = kernels.at(-1);
  if (kernel === undefined) throw new RangeError('the guest has no kernel');
  return kernel;
}

/** After a jump or a reset: how each unit came through, as "state: unit level, …". */
async function cameThrough(machine: UpgradeMachineRun) {
  await machine.login();
  await machine.run(settled);
  const { output } = await machine.run('webboot upgrade status --json');
  const { last } = JSON.parse(/^\{"prepared".*$/m.exec(output)?.[0] ?? '{}');
  const outcomes: readonly { unit: string; level: string }[] = last?.outcomes ?? [];
  const levels = outcomes.map(({ unit, level }) => `${unit.replace('.service', '')} ${level}`);
  return {
    state: `${last?.state}`,
    text: `${last?.state}: ${levels.join(', ')}`,
    restored: outcomes.length > 0 && outcomes.every(({ level }) => level === 'restored'),
    freeze: freezeText(last),
  };
}

function freezeText(last?: { freezeMs?: number; marks?: FreezeMarks }): string {
  const parts = freezeParts(last?.marks ?? {}).map(({ part, ms }) => `${part} ${seconds(ms)}`);
  return `${seconds(last?.freezeMs ?? 0)} s: ${parts.join(', ')}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

async function prepareAll({ run }: UpgradeMachineRun): Promise<void> {
  await run(`webboot upgrade prepare --lift-sandbox ${all.join(' ')}`);
  await run('systemctl restart web postgresql@17-main redis-server');
}

/** Everything at once, and then a plain restart of the same machine for comparison. */
async function carryAll(machine: UpgradeMachineRun, ...more: string[]): Promise<SoakOutcome> {
  await prepareAll(machine);
  await machine.run('redis-cli set key value');
  const rows = 'create table t as select generate_series(1, 1000) n';
  await machine.run(`su postgres -c "psql -qc '${rows}'"`);
  const client = await startCountingClient(machine.port);
  machine.send(upgradeTo(newest(machine), ...more));
  const { text, restored, freeze } = await cameThrough(machine);
  const data = await machine.run(
    `redis-cli get key; su postgres -c "psql -Atqc 'select count(*) from t'"; awk 'NR>1 && $1!=p+1 {print "hole"} {p=$1}' /var/lib/pipe.log`,
  );
  const kept = /^1000$/m.test(data.output) && /^"?value"?$/m.test(data.output);
  const whole = kept && !/^hole$/m.test(data.output);
  const connected = client.ended === undefined && client.lost.length === 0;
  client.close();
  const restart = await plainRestart(machine);
  return {
    ok: restored && whole && connected,
    cells: [
      `${text}; data ${whole ? 'kept' : 'LOST'}; connection ${connected ? 'kept' : 'LOST'}`,
      `${freeze}; longest silence ${seconds(client.longestGapMs)}`,
      restart,
    ],
  };
}

/** From the order to restart until the counter answers again, in seconds. */
async function plainRestart(machine: UpgradeMachineRun): Promise<number> {
  const begun = performance.now();
  machine.send('systemctl reboot');
  await machine.login();
  for (;;) {
    const { status } = await machine.run(
      'timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/7000; read -r line <&3"',
    );
    if (status === 0) return Math.round((performance.now() - begun) / 1000);
  }
}

/** Every unit is dumped, and none of them notices. */
async function dryRun(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await prepareAll(machine);
  const client = await startCountingClient(machine.port);
  const { status } = await machine.run(upgradeTo(newest(machine), '--dry-run'));
  const restarts = await machine.run(`systemctl is-active ${all.join(' ')}`);
  const connected = client.ended === undefined && client.lost.length === 0;
  client.close();
  return {
    ok: status === 0 && restarts.status === 0 && connected,
    cells: [`exit status ${status}; connection ${connected ? 'kept' : 'LOST'}`],
  };
}

async function downgrade(machine: UpgradeMachineRun): Promise<SoakOutcome> {
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

async function criuKilled(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(
    machine,
    '(until pgrep -f "criu dump.*nginx"; do sleep 0.1; done; pkill -KILL -f "criu dump.*nginx") >/dev/null 2>&1 &',
  );
}

/** Stands in for a criu that never ends, for one unit. */
async function criuHung(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(
    machine,
    `printf '#!/bin/sh\\ncase "$*" in dump*nginx*) trap "" TERM; sleep 1000 & wait; sleep 1000;; esac\\nexec /usr/sbin/criu "$@"\\n' >/usr/local/sbin/criu && chmod +x /usr/local/sbin/criu`,
  );
}

/** A process of the next boot has the PID of a unit already: that one starts afresh, the others do not. */
async function pidTaken(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  const taker = [
    '[Unit]\\nAfter=webboot-upgrade-early.service\\nBefore=counter.service network-online.target',
    '[Service]\\nType=forking\\nExecStart=/bin/bash -c "echo $$(( $$(cat /var/lib/taken) - 1 )) >/proc/sys/kernel/ns_last_pid; sleep 10000 & disown"',
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
async function kernelPanics(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  machine.send(upgradeTo(newest(machine), '--append "rdinit=/none root=/dev/none panic=5"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** The new kernel waits for a root that never comes: the watchdog brings back the old one. */
async function kernelHangs(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run(
    'mkdir -p /etc/systemd/system.conf.d; printf "[Manager]\\nKExecWatchdogSec=2min\\n" >/etc/systemd/system.conf.d/k.conf; systemctl daemon-reexec; ls /dev/watchdog*',
  );
  machine.send(upgradeTo(newest(machine), '--append "root=/dev/none rootdelay=99999 panic=0"'));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}

/** Refused before anything is touched; and if space runs out in the middle, all is taken back. */
async function noSpace(machine: UpgradeMachineRun): Promise<SoakOutcome> {
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
async function ioUring(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter web');
  const refused = await machine.run(upgradeTo(newest(machine)));
  machine.send(upgradeTo(newest(machine), '--accept-restarts'));
  const { text, freeze } = await cameThrough(machine);
  const web = await machine.run('systemctl is-active web');
  const ok = refused.status === 95 && refused.output.includes('io-uring') && web.status === 0;
  return { ok: ok && text === 'arrived: counter restored', cells: [`refused; ${text}`, freeze] };
}

/** Before the next boot was told of anything: everything starts afresh, and nothing is left. */
async function powerCutInDump(machine: UpgradeMachineRun): Promise<SoakOutcome> {
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
async function powerCutWhenArmed(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  await machine.run(
    '(until [ -e /etc/webboot/upgrade.armed ]; do sleep 0.1; done; sync /etc/webboot; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 &',
  );
  machine.send(upgradeTo(newest(machine)));
  const { text, state, restored, freeze } = await cameThrough(machine);
  return { ok: state === 'came-back' && restored, cells: [text, freeze] };
}
