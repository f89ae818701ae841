import { type CarryReason, reasonOf } from './reasons.ts';
import type { ContainerFacts } from './unit-facts.ts';

/** What keeps a container from being carried, apart from what its processes hold. */
export function containerReasons(name: string, facts: ContainerFacts): readonly CarryReason[] {
  const { runtime, checkpoints, autoRemove, inPod, hostNamespaces, unit } = facts;
  const reasonless =
    unit === '' && checkpoints && !autoRemove && !inPod && hostNamespaces.length === 0;
  return [
    ...(reasonless ? [reasonOf('container-unsupported', name)] : []),
    ...(unit === '' ? [] : [reasonOf('managed-container', name, unit)]),
    ...(checkpoints ? [] : [reasonOf('container-runtime', name, runtime)]),
    // Whatever manages it starts it with --rm.
    ...(autoRemove && unit === '' ? [reasonOf('auto-remove', name)] : []),
    ...(inPod ? [reasonOf('in-pod', name)] : []),
    ...hostNamespaces.slice(0, 1).map((kind) => reasonOf('host-namespace', name, kind)),
  ];
}
