import { type CarryReason, reasonOf } from './reasons.ts';
import type { ContainerFacts, UpgradeHost } from './unit-facts.ts';

/** What keeps a container from being carried, apart from what its processes hold. */
export function containerReasons(
  name: string,
  facts: ContainerFacts,
  { iptables }: UpgradeHost,
): readonly CarryReason[] {
  const { runtime, checkpoints, autoRemove, inPod, networkMode, hostNamespaces, unit } = facts;
  return [
    ...(unit === '' ? [] : [reasonOf('managed-container', name, unit)]),
    ...(checkpoints ? [] : [reasonOf('container-runtime', name, runtime)]),
    ...(iptables ? [] : [reasonOf('iptables-missing', name)]),
    // Whatever manages it starts it with --rm.
    ...(autoRemove && unit === '' ? [reasonOf('auto-remove', name)] : []),
    ...(networkMode === 'host' || inPod ? [] : [reasonOf('own-network', name, networkMode)]),
    ...(inPod ? [reasonOf('in-pod', name)] : []),
    ...hostNamespaces.slice(0, 1).map((kind) => reasonOf('host-namespace', name, kind)),
  ];
}
