import { isBefore } from './kernel-release.ts';
import { type CarryReason, reasonOf } from './reasons.ts';
import type { ProcessFacts, UpgradeHost } from './unit-facts.ts';

/** criu 4.1 fails on every socket of newer kernels: they refuse options that it asks for. */
const newSockets = { kernel: '6.16', criu: '4.2' };

/** Whether criu is there, and fit for the running kernel and the target. */
export function criuReasons(name: string, host: UpgradeHost): readonly CarryReason[] {
  const { criu, running, target } = host;
  if (criu === undefined) return [reasonOf('criu-missing', name)];
  const newest = isBefore(running, target) ? target : running;
  const tooOld = !isBefore(newest, newSockets.kernel) && isBefore(criu, newSockets.criu);
  return tooOld ? [reasonOf('criu-too-old', name, `${criu} on Linux ${newest}`)] : [];
}

/** What keeps a process of the unit or container from going on, wherever it runs. */
export function processReasons(
  name: string,
  process: ProcessFacts,
  { running, target }: UpgradeHost,
): readonly CarryReason[] {
  const reasons: CarryReason[] = [];
  const { handles, pid } = process;
  if (handles.includes('anon_inode:[io_uring]')) reasons.push(reasonOf('io-uring', name));
  const device = handles.find((handle) => handle !== 'anon_inode:[io_uring]');
  if (device !== undefined) reasons.push(reasonOf('device', name, device));
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
