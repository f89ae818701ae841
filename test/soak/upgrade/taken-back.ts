import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { newest, nothingLeft } from './in-guest.ts';

/** What is prepared. The client is connected to the counter, which is a unit or the container. */
export interface Prepared {
  readonly units: readonly string[];
  readonly container?: string;
}

const services: Prepared = { units: ['pipe', 'counter', 'nginx'] };

interface TakenBack {
  readonly name: string;
  readonly prepared?: Prepared;
  readonly options?: string;
  /** Given to the machine before. */
  readonly fault?: string;
  readonly expected: number;
  /** Its processes cannot be trusted any more, and are started afresh. */
  readonly restarts?: string;
}

/** The old kernel goes on, and so do its services, with their PIDs and their connections. */
export async function takenBack(
  machine: UpgradeMachineRun,
  given: TakenBack,
): Promise<SoakOutcome> {
  const { name, prepared = services, options = '', fault, expected, restarts } = given;
  const { units, container } = prepared;
  const named = [...units, ...containersOf(prepared).map((one) => `container:${one}`)];
  await machine.run(`webboot upgrade prepare ${named.join(' ')}`);
  const client = await machine.connect();
  const before = await pids(machine, units);
  if (fault !== undefined) await machine.run(fault);
  const { status } = await machine.run(upgradeTo(newest(machine), options));
  const after = await pids(machine, units);
  const running = (await machine.run(allRun(prepared))).status === 0;
  const clean = (await machine.run(nothingLeft)).status === 0;
  const heard = client.received;
  await machine.run('sleep 3');
  const connected =
    client.ended === undefined && client.lost.length === 0 && client.received > heard;
  client.close();
  const changed = [
    ...units.filter((_, at) => before[at] !== after[at]),
    // Its PIDs are its own. Only the same processes have the connection.
    ...(connected ? [] : [container ?? 'the connection']),
  ];
  const kept = changed.join(' ') === (restarts ?? '') && before.length === units.length;
  return {
    ok: status === expected && running && clean && kept,
    cells: [
      `${name}: exit status ${status}; ${running ? 'all run' : 'NOT all run'}; started afresh: ${changed.join(' ') || 'none'}; ${clean ? 'nothing' : 'SOMETHING'} left; connection ${connected ? 'kept' : 'ended'}`,
      `${(client.longestSilence.ms / 1000).toFixed(1)} s of silence`,
    ],
  };
}

function containersOf({ container }: Prepared): readonly string[] {
  return container === undefined ? [] : [container];
}

function allRun(prepared: Prepared): string {
  const containers = containersOf(prepared).map(
    (one) => `podman container inspect --format '{{.State.Status}}' ${one} | grep -x running`,
  );
  return [`systemctl is-active ${prepared.units.join(' ')}`, ...containers].join(' && ');
}

async function pids(
  { run }: UpgradeMachineRun,
  units: readonly string[],
): Promise<readonly string[]> {
  const each = `for unit in ${units.join(' ')}; do echo "pid $(systemctl show -P MainPID $unit)"; done`;
  return (await run(each)).output.match(/^pid [1-9]\d*$/gm) ?? [];
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

/** In the middle of the dump of a unit. */
export function criuKilledFor(unit: string): string {
  const dump = `"^criu dump.*${unit}"`;
  return `(until pgrep -f ${dump}; do sleep 0.05; done; pkill -KILL -f ${dump}) >/dev/null 2>&1 &`;
}

export function criuKilled(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return takenBack(machine, {
    name: 'killed',
    fault: criuKilledFor('nginx'),
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
