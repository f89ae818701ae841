import { isBefore } from './kernel-release.ts';
import { type CarryReason, reasonOf } from './reasons.ts';
import type { ProcessFacts, UnitFacts, UpgradeHost } from './unit-facts.ts';

/** `carried`: its processes go on under the next kernel; `restarts`: it starts there afresh. */
export type Verdict = 'carried' | 'restarts' | 'stays-out';

export interface UnitVerdict {
  readonly unit: string;
  readonly verdict: Verdict;
  /** Why it is not carried; none if it is. */
  readonly reasons: readonly CarryReason[];
  /** Memory of its processes, which becomes its checkpoint. */
  readonly bytes: number;
}

/** What becomes of a unit in a jump from the running kernel to the target. Decided before the jump. */
export function judgeUnit(facts: UnitFacts, host: UpgradeHost): UnitVerdict {
  const bytes = facts.processes.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  const judged = (verdict: Verdict, reasons: readonly CarryReason[]) => ({
    unit: facts.name,
    verdict,
    reasons,
    bytes,
  });
  if (facts.state !== 'active') {
    return judged('stays-out', [reasonOf('not-running', facts.name, facts.state)]);
  }
  if (facts.mainPid === 0) return judged('stays-out', [reasonOf('no-process', facts.name)]);
  const reasons = [
    ...criuReasons(facts, host),
    ...unitReasons(facts, host),
    ...facts.processes.flatMap((one) => processReasons(one, facts, host)),
  ];
  if (reasons.length > 0) return judged('restarts', once(reasons));
  if (!facts.prepared) return judged('stays-out', [reasonOf('not-prepared', facts.name)]);
  return judged('carried', []);
}

/** criu 4.1 fails on every socket of newer kernels: they refuse options that it asks for. */
const newSockets = { kernel: '6.16', criu: '4.2' };

function criuReasons({ name }: UnitFacts, host: UpgradeHost): readonly CarryReason[] {
  const { criu, running, target } = host;
  if (criu === undefined) return [reasonOf('criu-missing', name)];
  const newest = isBefore(running, target) ? target : running;
  const tooOld = !isBefore(newest, newSockets.kernel) && isBefore(criu, newSockets.criu);
  return tooOld ? [reasonOf('criu-too-old', name, `${criu} on Linux ${newest}`)] : [];
}

function unitReasons(facts: UnitFacts, { kernelThreads }: UpgradeHost): readonly CarryReason[] {
  const { name, mainPid, processes, outsidePeers, sandbox } = facts;
  const pids = new Set(processes.map(({ pid }) => pid));
  const strays = processes.filter(({ pid, parent }) => pid !== mainPid && !pids.has(parent));
  const low = processes.find(({ pid }) => pid <= kernelThreads + initrdProcesses);
  return [
    ...(strays.length > 0 ? [reasonOf('process-tree', name, `PID ${strays[0]?.pid}`)] : []),
    ...(low === undefined ? [] : [reasonOf('pid-low', name, `PID ${low.pid}`)]),
    ...outsidePeers.slice(0, 1).map((peer) => reasonOf('outside-peer', name, peer)),
    ...(sandbox.length > 0 ? [reasonOf('sandbox', name, sandbox.join(', '))] : []),
  ];
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

function processReasons(
  process: ProcessFacts,
  { name, sandbox }: UnitFacts,
  { running, target }: UpgradeHost,
): readonly CarryReason[] {
  const reasons: CarryReason[] = [];
  const { ownNamespaces, handles, pid } = process;
  if (handles.includes('anon_inode:[io_uring]')) reasons.push(reasonOf('io-uring', name));
  const device = handles.find((handle) => handle !== 'anon_inode:[io_uring]');
  if (device !== undefined) reasons.push(reasonOf('device', name, device));
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
  if (process.tracer !== 0) reasons.push(reasonOf('traced', name, `PID ${pid}`));
  if (isBefore(target, running)) {
    if (process.droppable && isBefore(target, '6.11')) {
      reasons.push(reasonOf('droppable-mapping', name, target));
    }
    if (process.rseqBytes > oldRseqBytes) reasons.push(reasonOf('rseq', name, target));
  }
  return reasons;
}

/** Older kernels accept an rseq area of exactly this size (include/uapi/linux/rseq.h). */
const oldRseqBytes = 32;

function once(reasons: readonly CarryReason[]): readonly CarryReason[] {
  return [...new Map(reasons.map((reason) => [reason.code, reason])).values()];
}
