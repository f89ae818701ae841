import type { HostFacts } from '../../core/machine/host-facts.ts';
import type { KexecPhase } from '../../core/plan/boot-event.ts';
import { type SegmentPlan, segmentProblems } from '../../core/plan/segment-problems.ts';
import { blockersOf, type PlanProblem } from '../../core/problem.ts';
import type { KexecImage } from '../../ports/kexec.ts';
import type { Machine } from '../../ports/machine.ts';
import type { Emit } from '../run/event-channel.ts';
import { problemError } from '../run/failure.ts';
import { type KernelReading, validateKexec } from './validate.ts';

interface Preparation {
  readonly cmdline: string;
  /** Memory that the files take already. */
  readonly heldBytes?: () => number;
  /** Puts the files where the kernel can read them; called when validation has passed. */
  readonly files: () => Promise<Omit<KexecImage, 'cmdline'>>;
  /** Writes the record of this attempt. */
  readonly record: () => Promise<void>;
}

export interface HandOver extends Preparation {
  /** What is known of the kernel; read in the phase that judges it, where that is not known yet. */
  readonly kernel: () => Promise<KernelReading>;
  readonly initrdBytes: number;
}

/** Bytes at physical addresses, which are entered as they are. */
export interface RawHandOver extends Preparation {
  readonly plan: SegmentPlan;
}

/** validate → record → load: all of it can be undone, and a dry run does all of it. */
export async function prepareHandOver(
  handOver: HandOver | RawHandOver,
  machine: Machine,
  emit: Emit,
): Promise<void> {
  const { cmdline, heldBytes } = handOver;
  await inPhase('validate', emit, async () => {
    const judge = await judgeOf(handOver);
    const known = await machine.facts();
    const host = { ...known, availableBytes: known.availableBytes + (heldBytes?.() ?? 0) };
    const problems = judge(host);
    for (const problem of problems) emit({ type: 'problem', problem });
    const [blocker] = blockersOf(problems);
    if (blocker !== undefined) throw problemError(blocker);
  });
  await inPhase('record', emit, handOver.record);
  await inPhase('load', emit, async () =>
    machine.kexecLoad({ ...(await handOver.files()), cmdline }),
  );
}

/** Reads what it judges first: the memory that is free changes meanwhile. */
async function judgeOf(
  handOver: HandOver | RawHandOver,
): Promise<(host: HostFacts) => readonly PlanProblem[]> {
  if ('plan' in handOver) return (host) => segmentProblems(handOver.plan, host);
  const { initrdBytes, cmdline } = handOver;
  const reading = await handOver.kernel();
  return (host) => validateKexec(reading, { initrdBytes, cmdline }, host);
}

/** quiesce → exec. Returns in a dry run only; a jump that fails leaves a machine that goes on. */
export async function completeHandOver(machine: Machine, emit: Emit): Promise<void> {
  try {
    await inPhase('quiesce', emit, async () => {
      for await (const text of machine.quiesce()) emit({ type: 'note', stage: 'exec', text });
    });
    await inPhase('exec', emit, () => machine.kexecExec());
  } catch (error) {
    await machine.kexecUnload();
    await machine.resume();
    throw error;
  }
}

async function inPhase(phase: KexecPhase, emit: Emit, work: () => Promise<void>): Promise<void> {
  emit({ type: 'phase', phase, state: 'begin' });
  await work();
  emit({ type: 'phase', phase, state: 'end' });
}
