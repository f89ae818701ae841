import { containerOf } from '../../core/upgrade/container-name.ts';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import { readConmons } from './conmons.ts';
import { listContainers } from './podman.ts';
import { readContainers } from './read-containers.ts';
import { readSockets } from './read-sockets.ts';
import { readUnits } from './read-units.ts';
import { runContainers } from './run-containers.ts';
import { preparedUnits } from './setup.ts';

/** What runs of these units and containers: first the units. Throws `not-permitted` for anybody but root. */
export async function readCarried(names: readonly string[]): Promise<readonly UnitFacts[]> {
  if (names.length === 0) return [];
  const [sockets, prepared, podman, conmons] = await Promise.all([
    readSockets(),
    preparedUnits(),
    listContainers(),
    readConmons(),
  ]);
  const shared = {
    sockets,
    prepared: new Set(prepared),
    containers: runContainers(podman, conmons),
  };
  const units = names.filter((name) => containerOf(name) === undefined);
  const named = names.flatMap((name) => containerOf(name) ?? []);
  return [
    ...(await readUnits(units, shared)),
    ...(await readContainers(named, { ...shared, podman, conmons })),
  ];
}
