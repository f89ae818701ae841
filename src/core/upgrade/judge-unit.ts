import { containerReasons } from './container-reasons.ts';
import { criuReasons, processReasons } from './process-reasons.ts';
import { type CarryReason, reasonOf } from './reasons.ts';
import type { ProcessFacts, UnitFacts, UpgradeHost } from './unit-facts.ts';

/** `carried`: its processes go on under the next kernel; `restarts`: it starts there afresh. */
export type Verdict = 'carried' | 'restarts' | 'stays-out';

export interface UnitVerdict {
  readonly unit: string;
  readonly verdict: Verdict;
  /** Why it is not carried; none if it is. */
  readonly reasons: readonly CarryReason[];
  /** Memory of its processes, and of a container's /dev/shm, which becomes its checkpoint. */
  readonly bytes: number;
}

/** What becomes of a unit in a jump from the running kernel to the target. Decided before the jump. */
export function judgeUnit(facts: UnitFacts, host: UpgradeHost): UnitVerdict {
  const bytes = facts.processes.reduce(
    (sum, { residentBytes }) => sum + residentBytes,
    facts.container?.sharedMemoryBytes ?? 0,
  );
  const judged = (verdict: Verdict, reasons: readonly CarryReason[]) => ({
    unit: facts.name,
    verdict,
    reasons,
    bytes,
  });
  if (facts.state !== 'active') {
    return judged('stays-out', [reasonOf('not-running', facts.name, facts.state)]);
  }
  if (facts.owner !== undefined) {
    return judged('restarts', [reasonOf('rootless', facts.name, `${facts.owner}`)]);
  }
  if (facts.unreadable !== undefined) {
    return judged('restarts', [reasonOf('unreadable', facts.name, facts.unreadable)]);
  }
  if (facts.mainPid === 0) return judged('stays-out', [reasonOf('no-process', facts.name)]);
  const reasons = [
    ...criuReasons(facts.name, host),
    ...ownReasons(facts, host),
    ...facts.processes.flatMap((one) => processReasons(facts.name, one, host)),
  ];
  if (reasons.length > 0) return judged('restarts', once(reasons));
  if (!facts.prepared) return judged('stays-out', [reasonOf('not-prepared', facts.name)]);
  return judged('carried', []);
}

/** Of a unit that is but podman's conmon with a container below it, nothing else needs to be said. */
function ownReasons(facts: UnitFacts, host: UpgradeHost): readonly CarryReason[] {
  const { name, container, containers, processes } = facts;
  if (container !== undefined)
    return [...containerReasons(name, container, host), ...peerReasons(facts)];
  const [first] = containers;
  if (first !== undefined) return [reasonOf('runs-container', name, first)];
  return [...unitReasons(facts, host), ...processes.flatMap((one) => namespaceReasons(one, facts))];
}

function unitReasons(facts: UnitFacts, { kernelThreads }: UpgradeHost): readonly CarryReason[] {
  const { name, mainPid, processes, sandbox } = facts;
  const pids = new Set(processes.map(({ pid }) => pid));
  const strays = processes.filter(({ pid, parent }) => pid !== mainPid && !pids.has(parent));
  const low = processes.find(({ pid }) => pid <= kernelThreads + initrdProcesses);
  return [
    ...(strays.length > 0 ? [reasonOf('process-tree', name, `PID ${strays[0]?.pid}`)] : []),
    ...(low === undefined ? [] : [reasonOf('pid-low', name, `PID ${low.pid}`)]),
    ...peerReasons(facts),
    ...(sandbox.length > 0 ? [reasonOf('sandbox', name, sandbox.join(', '))] : []),
  ];
}

function peerReasons({ name, outsidePeers }: UnitFacts): readonly CarryReason[] {
  return outsidePeers.slice(0, 1).map((peer) => reasonOf('outside-peer', name, peer));
}

/** PIDs that an initrd uses before any process of the checkpoint comes back; a cautious guess. */
const initrdProcesses = 150;

/**
 * Given to the restored processes anew, dumped with them, or judged as a sandbox. criu gives whatever it restores
 * a time namespace, in which the monotonic clock goes on.
 */
const carriedNamespaces = new Set(['mnt', 'ipc', 'cgroup', 'time']);

/** Namespaces that come and go with a directive of the sandbox. */
const sandboxNamespaces: Readonly<Record<string, string>> = {
  user: 'PrivateUsers',
  uts: 'ProtectHostname',
};

function namespaceReasons(
  process: ProcessFacts,
  { name, sandbox }: UnitFacts,
): readonly CarryReason[] {
  const reasons: CarryReason[] = [];
  const { ownNamespaces } = process;
  // PrivateIPC= alone brings a mount namespace, too, in which criu runs well.
  const mountOnly = ownNamespaces.includes('mnt') && !ownNamespaces.includes('ipc');
  if (mountOnly && sandbox.length === 0) reasons.push(reasonOf('sandbox', name, 'its mounts'));
  const other = ownNamespaces.find(
    (kind) => !carriedNamespaces.has(kind) && !sandbox.includes(sandboxNamespaces[kind] ?? ''),
  );
  if (other !== undefined) reasons.push(reasonOf('namespace', name, other));
  if (process.sysvMemory && !ownNamespaces.includes('ipc')) {
    reasons.push(reasonOf('sysv-memory', name));
  }
  return reasons;
}

function once(reasons: readonly CarryReason[]): readonly CarryReason[] {
  return [...new Map(reasons.map((reason) => [reason.code, reason])).values()];
}
