import type { Conmon } from './conmons.ts';
import type { PodmanContainers } from './podman.ts';

/** A container that exists or runs, as far as services have to do with it. */
export interface RunContainer {
  readonly id: string;
  /** The first digits of its ID if its name is not known. */
  readonly name: string;
  /** Those that run it, or a command in it. None of them may be taken for a plain service. */
  readonly services: readonly string[];
  /** The service that starts and ends it; empty for none. */
  readonly unit: string;
}

/**
 * By podman, which has root's containers and what they were created for, and by the conmons that run: they show
 * also what podman does not say, and containers of other users.
 */
export function runContainers(
  { read, unread }: PodmanContainers,
  conmons: readonly Conmon[],
): readonly RunContainer[] {
  const created = new Map(read.map(({ id, unit }) => [id, unit]));
  const names = new Map([
    ...conmons.map(({ container, name }) => [container, name] as const),
    ...[...read, ...unread].map(({ id, name }) => [id, name] as const),
  ]);
  return [...names].map(([id, name]) => {
    const watching = conmons.filter(({ container }) => container === id);
    const started = watching.find(({ command }) => !command)?.service ?? '';
    const unit = created.get(id) || started;
    const services = new Set([unit, ...watching.map(({ service }) => service)]);
    services.delete('');
    return { id, name: name || id.slice(0, 12), unit, services: [...services] };
  });
}
