import { type FreezeMarks, freezeParts } from '../../../src/core/upgrade/freeze-parts.ts';
import type { Moment } from '../../helpers/moment.ts';
import type { UpgradeMachineRun } from '../../helpers/upgrade-machine.ts';

/** Every service of the guest. */
export const all = ['counter', 'pipe', 'nginx', 'web', 'postgresql@17-main', 'redis-server'];

/** Ends when the start of the system has come to its end. */
export const settled = 'systemctl is-system-running --wait';

/** Lists checkpoints, and what would have the next boot restore them; fails if there is nothing. */
export const checkpoints = 'ls -d /var/lib/webboot/upgrade /etc/webboot/upgrade.[aor]* | grep .';

/** What containers have in their /dev/shm, to be found if anything of it is left elsewhere. */
export const sharedMemoryMark = 'in-shared-memory';

/** Podman keeps a checkpoint in the container's own folder; criu locks connections of containers by iptables. */
export const nothingLeft = [
  '! nft list tables | grep webboot',
  `! (${checkpoints})`,
  '! ls -d /var/lib/containers/storage/*-containers/*/userdata/*checkpoint*',
  `! grep -raslF ${sharedMemoryMark} --exclude-dir=shm /var/lib/containers/storage/*-containers /var/lib/webboot`,
  '! iptables-save | grep -i c114',
  '! pgrep -a "^criu"',
].join(' && ');

export function newest({ kernels }: UpgradeMachineRun) {
  const kernel = kernels.at(-1);
  if (kernel === undefined) throw new RangeError('the guest has no kernel');
  return kernel;
}

/** What a case before this one has left. */
export async function forgetAll({ run }: UpgradeMachineRun): Promise<void> {
  await run('webboot upgrade unprepare; rm -f /var/lib/webboot/upgrade.json');
}

/** After a jump or a reset: how each unit came through, as "state: unit level, …". */
export async function cameThrough(machine: UpgradeMachineRun) {
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
    freeze: freezeText(machine, last),
  };
}

/** Each part by the clock, and behind it by the processor time of QEMU, in seconds. */
function freezeText(
  { processorUse }: UpgradeMachineRun,
  last?: { freezeMs?: number; marks?: FreezeMarks },
): string {
  const parts = freezeParts(last?.marks ?? {}).map(
    ({ part, ms, from }) =>
      `${part} ${seconds(ms)} (${seconds(processorUse.between(from, from + ms))})`,
  );
  return `${seconds(last?.freezeMs ?? 0)} s: ${parts.join(', ')}`;
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

export function momentText({ ms, processorMs }: Moment): string {
  return `${seconds(ms)} s (${seconds(processorMs)} s of processors)`;
}
