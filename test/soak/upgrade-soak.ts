import { startCountingClient } from '../helpers/counting-client.ts';
import {
  startUpgradeMachine,
  type UpgradeMachineRun,
  upgradeTo,
} from '../helpers/upgrade-machine.ts';
import { runCases, type Soak, type SoakCase, type SoakOutcome, statusOf } from './cases.ts';
import * as faults from './upgrade/faults.ts';
import { all, cameThrough, newest, prepareAll, seconds, settled } from './upgrade/in-guest.ts';

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
    { name: 'downgrade', run: inMachine('newest', faults.downgrade) },
    { name: 'criu-killed', run: inMachine('oldest', faults.criuKilled) },
    { name: 'criu-hung', run: inMachine('oldest', faults.criuHung) },
    { name: 'pid-taken', run: inMachine('oldest', faults.pidTaken) },
    { name: 'kernel-panics', run: inMachine('oldest', faults.kernelPanics) },
    { name: 'kernel-hangs', run: inMachine('oldest', faults.kernelHangs) },
    { name: 'no-space', run: inMachine('oldest', faults.noSpace) },
    { name: 'io-uring', run: inMachine('oldest', faults.ioUring) },
    { name: 'power-cut-in-dump', run: inMachine('oldest', faults.powerCutInDump) },
    { name: 'power-cut-when-armed', run: inMachine('oldest', faults.powerCutWhenArmed) },
  ],
};

/** `[--fresh] [CASE]...`: services carried from one kernel to another, with faults. The exit status. */
export async function soakUpgrades(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}

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
