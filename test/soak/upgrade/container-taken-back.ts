import { startContainer } from '../../../tools/upgrade-guest/container.ts';
import type { UpgradeMachineRun } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { sharedMemoryMark } from './in-guest.ts';
import { criuKilledFor, type Prepared, takenBack } from './taken-back.ts';

/** A container of podman next to units. */
const prepared: Prepared = { units: ['pipe', 'nginx'], container: 'web' };

/** The command does not have the mark as it is, because podman keeps commands. */
const mark = sharedMemoryMark.replace('-', '""-');
const start = `podman container exists web || { ${startContainer('web')}; }`;
export const haveContainer = `${start}; podman exec web sh -c 'echo ${mark} >/dev/shm/mark'`;

/** criu by its title once it has been asked, or by how the runtime started it (criu/cr-service.c). */
const criuOfRuntime = '^criu(: dump --rpc| swrk)';

/** Sent to criu once it holds a connection of the container, which only its own end would let go. */
function signalled(signal: string): string {
  const begun =
    'grep -qs "Locked .* connection" /var/lib/containers/storage/*-containers/*/userdata/dump.log';
  return `(rm -f /var/lib/containers/storage/*-containers/*/userdata/dump.log; until ${begun}; do sleep 0.05; done; pkill -${signal} -f "${criuOfRuntime}") >/dev/null 2>&1 &`;
}

/** The container is dumped, and goes on. */
export async function dryRun(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(haveContainer);
  return takenBack(machine, { name: 'dry run', prepared, options: '--dry-run', expected: 0 });
}

/** The dump of a unit fails after that of the container has ended it: podman restores it in place. */
export async function restoredInPlace(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(haveContainer);
  return takenBack(machine, {
    name: 'a unit failed',
    prepared,
    fault: criuKilledFor('nginx'),
    expected: 97,
    restarts: 'nginx',
  });
}

/** Podman exits as if the checkpoint had failed in order. */
export async function criuKilled(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(haveContainer);
  return takenBack(machine, {
    name: 'killed',
    prepared,
    fault: signalled('KILL'),
    expected: 97,
    restarts: 'web',
  });
}

/** The limit in time ends podman; criu, which is in a process group of its own, has to go as well. */
export async function criuHung(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(haveContainer);
  return takenBack(machine, {
    name: 'hung',
    prepared,
    fault: signalled('STOP'),
    expected: 97,
    restarts: 'web',
  });
}
