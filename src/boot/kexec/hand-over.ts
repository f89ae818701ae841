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
  /** Memory that copies of the files take already; absent if none are made. */
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

/**
 * validate → record → load: all of it can be undone, and a dry run does all of it. Returns what is not loaded
 * yet, if there is room for that only when this program has ended: `completeHandOver` takes it.
 */
export async function prepareHandOver(
  handOver: HandOver | RawHandOver,
  machine: Machine,
  emit: Emit,
): Promise<KexecImage | undefined> {
  const room = await inPhase('validate', emit, () => validate(handOver, machine, emit));
  await inPhase('record', emit, handOver.record);
  const image = async (): Promise<KexecImage> => ({
    ...(await handOver.files()),
    cmdline: handOver.cmdline,
    ...(room === 'ample' ? {} : { isSparing: true }),
  });
  if (room === 'alone') return image();
  await inPhase('load', emit, async () => machine.kexecLoad(await image()));
  return undefined;
}

/** Memory to load in: enough for any way, for the one that takes least, or for that without this program. */
type Room = 'ample' | 'scarce' | 'alone';

/** Throws what keeps it from being loaded at all. */
async function validate(
  handOver: HandOver | RawHandOver,
  machine: Machine,
  emit: Emit,
): Promise<Room> {
  const { judge, fileLoadBytes } = await judgeOf(handOver);
  const host = await machine.facts();
  const held = handOver.heldBytes?.() ?? 0;
  const least = host.kexec.lockdown === 'none' ? 0 : fileLoadBytes;
  const judged = (freed: number) =>
    judge({ ...host, availableBytes: host.availableBytes + held + freed });
  const problems = judged((machine.alone?.bytes() ?? 0) - least);
  for (const problem of problems) emit({ type: 'problem', problem });
  const [blocker] = blockersOf(problems);
  if (blocker !== undefined) throw problemError(blocker);
  if (blockersOf(judged(-fileLoadBytes)).length === 0) return 'ample';
  return blockersOf(judged(-least)).length === 0 ? 'scarce' : 'alone';
}

interface Judge {
  readonly judge: (host: HostFacts) => readonly PlanProblem[];
  /** What kexec_file_load takes beyond kexec_load: kexec-tools reads the kernel, and copies it into a memfd. */
  readonly fileLoadBytes: number;
}

/** Reads what it judges first: the memory that is free changes meanwhile. */
async function judgeOf(handOver: HandOver | RawHandOver): Promise<Judge> {
  if ('plan' in handOver) {
    return { judge: (host) => segmentProblems(handOver.plan, host), fileLoadBytes: 0 };
  }
  const { initrdBytes, cmdline, heldBytes } = handOver;
  const isCopied = heldBytes !== undefined;
  const reading = await handOver.kernel();
  return {
    judge: (host) => validateKexec(reading, { initrdBytes, cmdline, isCopied }, host),
    fileLoadBytes: reading.kind === 'kernel' ? 2 * reading.kernel.kernelBytes : 0,
  };
}

/**
 * quiesce → exec, with what is to be loaded still. Returns in a dry run only; a jump that fails leaves a
 * machine that goes on.
 */
export async function completeHandOver(
  machine: Machine,
  emit: Emit,
  image?: KexecImage,
): Promise<void> {
  try {
    await inPhase('quiesce', emit, async () => {
      for await (const text of machine.quiesce()) emit({ type: 'note', stage: 'exec', text });
    });
    await inPhase('exec', emit, () =>
      image === undefined || machine.alone === undefined
        ? machine.kexecExec()
        : machine.alone.exec(image),
    );
  } catch (error) {
    await machine.kexecUnload();
    await machine.resume();
    throw error;
  }
}

async function inPhase<T>(phase: KexecPhase, emit: Emit, work: () => Promise<T>): Promise<T> {
  emit({ type: 'phase', phase, state: 'begin' });
  const result = await work();
  emit({ type: 'phase', phase, state: 'end' });
  return result;
}
