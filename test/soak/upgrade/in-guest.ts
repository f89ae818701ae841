import { type FreezeMarks, freezeParts } from '../../../src/core/upgrade/freeze-parts.ts';
import type { UpgradeMachineRun } from '../../helpers/upgrade-machine.ts';

/** Every service of the guest. */
export const all = ['counter', 'pipe', 'nginx', 'web', 'postgresql@17-main', 'redis-server'];

/** Ends when the start of the system has come to its end. */
export const settled = 'systemctl is-system-running --wait';

export function newest({ kernels }: UpgradeMachineRun) {
  const kernel = kernels.at(-1);
  if (kernel === undefined) throw new RangeError('the guest has no kernel');
  return kernel;
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
    freeze: freezeText(last),
  };
}

function freezeText(last?: { freezeMs?: number; marks?: FreezeMarks }): string {
  const parts = freezeParts(last?.marks ?? {}).map(({ part, ms }) => `${part} ${seconds(ms)}`);
  return `${seconds(last?.freezeMs ?? 0)} s: ${parts.join(', ')}`;
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

export async function prepareAll({ run }: UpgradeMachineRun): Promise<void> {
  await run(`webboot upgrade prepare --lift-sandbox ${all.join(' ')}`);
  await run('systemctl restart web postgresql@17-main redis-server');
}
