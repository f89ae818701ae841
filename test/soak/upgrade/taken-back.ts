import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { checkpoints, newest } from './in-guest.ts';

/** The old kernel goes on, and so do its services, with their PIDs and their connections. */
const units = ['pipe', 'counter', 'nginx'];
const pidsCommand = `for unit in ${units.join(' ')}; do echo "pid $(systemctl show -P MainPID $unit)"; done`;
const nothingLeft = `! nft list tables | grep webboot && ! (${checkpoints})`;
const allRun = `systemctl is-active ${units.join(' ')}`;

interface TakenBack {
  readonly name: string;
  readonly options?: string;
  /** Given to the machine before. */
  readonly fault?: string;
  readonly expected: number;
  /** Its processes cannot be trusted any more, and are started afresh. */
  readonly restarts?: string;
}

async function takenBack(machine: UpgradeMachineRun, given: TakenBack): Promise<SoakOutcome> {
  const { name, options = '', fault, expected, restarts } = given;
  await machine.run(`webboot upgrade prepare ${units.join(' ')}`);
  const client = await machine.connect();
  const before = await pids(machine);
  if (fault !== undefined) await machine.run(fault);
  const { status } = await machine.run(upgradeTo(newest(machine), options));
  const after = await pids(machine);
  const running = (await machine.run(allRun)).status === 0;
  const clean = (await machine.run(nothingLeft)).status === 0;
  const changed = units.filter((_, at) => before[at] !== after[at]);
  const heard = client.received;
  await machine.run('sleep 3');
  const connected =
    client.ended === undefined && client.lost.length === 0 && client.received > heard;
  client.close();
  const kept = changed.join(' ') === (restarts ?? '') && before.length === units.length;
  return {
    ok: status === expected && running && clean && kept && connected,
    cells: [
      `${name}: exit status ${status}; ${running ? 'all run' : 'NOT all run'}; started afresh: ${changed.join(' ') || 'none'}; ${clean ? 'nothing' : 'SOMETHING'} left; connection ${connected ? 'kept' : 'LOST'}`,
      `${(client.longestSilence.ms / 1000).toFixed(1)} s of silence`,
    ],
  };
}

async function pids({ run }: UpgradeMachineRun): Promise<readonly string[]> {
  return (await run(pidsCommand)).output.match(/^pid [1-9]\d*$/gm) ?? [];
}

/** Every unit is dumped, and none of them notices. */
export function dryRun(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(machine, { name: 'dry run', options: '--dry-run', expected: 0 });
}

/** Refused before anything is touched; and if space runs out in the middle, all is taken back. */
export async function noSpace(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('mkdir -p /small /full; mount -t tmpfs -o size=1M tmpfs /small');
  const refused = await takenBack(machine, {
    name: 'refused',
    options: '--to /small',
    expected: 96,
  });
  // Room enough when it is judged, and taken by somebody else before the dump.
  await machine.run('mount -t tmpfs -o size=100M tmpfs /full');
  const full = await takenBack(machine, {
    name: 'in the dump',
    options: '--to /full',
    fault:
      '(until nft list table inet webboot_upgrade; do sleep 0.1; done; dd if=/dev/zero of=/full/x bs=1M) >/dev/null 2>&1 &',
    expected: 97,
  });
  await machine.run('umount /small /full');
  return {
    ok: refused.ok && full.ok,
    cells: [
      [...refused.cells.slice(0, 1), ...full.cells.slice(0, 1)].join('; '),
      ...full.cells.slice(1),
    ],
  };
}

export function criuKilled(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(machine, {
    name: 'killed',
    fault:
      '(until pgrep -f "^criu dump.*nginx"; do sleep 0.05; done; pkill -KILL -f "^criu dump.*nginx") >/dev/null 2>&1 &',
    expected: 97,
    restarts: 'nginx',
  });
}

/** Stands in for a criu that never ends, for one unit. */
export async function criuHung(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  const outcome = await takenBack(machine, {
    name: 'hung',
    fault: `printf '#!/bin/sh\\ncase "$*" in dump*nginx*) trap "" TERM; sleep 1000 & wait; sleep 1000;; esac\\nexec /usr/sbin/criu "$@"\\n' >/usr/local/sbin/criu && chmod +x /usr/local/sbin/criu`,
    expected: 97,
    restarts: 'nginx',
  });
  await machine.run('rm /usr/local/sbin/criu');
  return outcome;
}
