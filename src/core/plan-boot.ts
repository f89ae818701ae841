import type { BootChoice, BootPlan, BootStep } from './boot-plan.ts';
import { findEntry } from './find-entry.ts';
import type { HostFacts } from './host-facts.ts';
import type { BootEntry, ImageFacts } from './image-facts.ts';
import type { ImageSource } from './image-source.ts';
import { bootRecordBytes, memmapParameter, type Reservation } from './memory-map.ts';
import { planGraft } from './plan-graft.ts';
import { pageStructureBytes, planReservation, reservationAlignment } from './plan-reservation.ts';
import type { PlanProblem } from './problem.ts';
import { cmdlineProblems, planCmdline } from './target-cmdline.ts';
import type { Expectation } from './trust.ts';

/** Where the graft's script lies in the target's initramfs; the kernel starts it by `rdinit=`. */
export const graftInit = '/webboot/init';

/** Where there is one reservation, its device is the first. */
const defaultDevice = '/dev/pmem0';

interface ChosenDevice {
  readonly path: string;
  readonly reservation: Reservation;
}

export interface PlanInput {
  readonly source: ImageSource;
  readonly facts: ImageFacts;
  readonly expectation: Expectation;
  readonly host: HostFacts;
  readonly choice: BootChoice;
}

/**
 * Decides a boot from facts alone. It is called twice: with what the peek found, to show what
 * would happen, and with what lies verified on the medium, to do it.
 */
export function planBoot(input: PlanInput): BootPlan {
  const { source, facts, expectation, host, choice } = input;
  const problems: PlanProblem[] = [...facts.problems];
  const entry = chooseEntry(facts.entries, choice, problems);
  const device = chooseDevice(input, problems);
  problems.push(...trustProblems(source, expectation, choice));
  problems.push(...machineProblems(facts, host), ...memoryProblems(input));
  const reservation = cutReservation(device, facts.image.size);
  const steps = entry === undefined ? [] : planSteps({ ...input, entry, device, reservation });
  for (const step of steps) {
    if (step.op === 'load') problems.push(...cmdlineProblems(step.cmdline));
  }
  return {
    source,
    choice,
    device: device.path,
    reservation,
    ...(entry === undefined ? {} : { entry }),
    steps,
    problems,
  };
}

function planSteps(
  input: PlanInput & { entry: BootEntry; device: ChosenDevice; reservation: Reservation },
): BootStep[] {
  const { source, facts, expectation, host, choice, entry, device, reservation } = input;
  const own = choice.cmdline ?? entry.cmdline;
  const extra = [source.extraCmdline ?? '', choice.append ?? ''];
  const graft = planGraft({ facts, entry, words: [own, ...extra], reservation });
  return [
    {
      op: 'reserve',
      reservation: device.reservation,
      device: device.path,
    },
    { op: 'acquire', locations: source.locations, device: device.path, bytes: facts.image.size },
    { op: 'verify', expectation },
    { op: 'extract', kernel: entry.kernel, initrds: entry.initrds },
    ...(graft === undefined ? [] : [graft]),
    {
      op: 'load',
      cmdline: planCmdline({
        cmdline: own,
        family: facts.family,
        device: device.path,
        volumeId: facts.image.volumeId,
        reservation,
        consoles: host.consoles,
        ...(graft?.hook === undefined ? {} : { rdinit: graftInit }),
        extra,
      }),
    },
    { op: 'exec' },
  ];
}

function chooseEntry(
  entries: readonly BootEntry[],
  choice: BootChoice,
  problems: PlanProblem[],
): BootEntry | undefined {
  const found = findEntry(entries, choice.entry);
  if (found === undefined && entries.length > 0) {
    problems.push({
      severity: 'blocker',
      code: 'unknown-entry',
      text: `The image has no boot entry "${choice.entry}".`,
      remedy: `Choose one of: ${entries.map((entry) => entry.id).join(', ')}.`,
    });
  }
  return found;
}

/**
 * The smallest pmem device that holds the image; where there is none, a blocker that tells why.
 * What the person gave as `memmap=` is respected.
 */
function chooseDevice(input: PlanInput, problems: PlanProblem[]): ChosenDevice {
  const { host, facts } = input;
  const bytes = facts.image.size;
  const bySize = [...host.pmem].sort((a, b) => a.size - b.size);
  const fitting = bySize.find((device) => device.size >= bytes);
  if (fitting !== undefined) return fitting;
  const largest = bySize.at(-1);
  if (largest !== undefined) {
    problems.push({
      severity: 'blocker',
      code: 'reservation-too-small',
      text: `The image needs ${mebibytes(bytes)} MiB, and ${largest.path} has ${mebibytes(largest.size)} MiB.`,
      remedy: `Start webboot without memmap=, or with a larger one (at least ${mebibytes(bytes)}M), or choose a smaller image.`,
    });
    return largest;
  }
  const wanted = bytes + bootRecordBytes;
  const remainingBytes = targetBytes(input);
  const beside = planReservation(host.memoryMap, wanted, { remainingBytes });
  const planned =
    beside.kind === 'reserved'
      ? beside
      : planReservation(host.memoryMap, wanted, { remainingBytes, kernelMoves: true });
  if (planned.kind === 'too-little-memory') {
    problems.push({
      severity: 'blocker',
      code: 'memory-too-small',
      text: `Too little memory: ${mebibytes(bytes)} MiB for the image and ${mebibytes(targetBytes(input))} MiB for the live system are needed, this machine has ${mebibytes(planned.ramBytes)} MiB, and ${mebibytes(planned.largestBytes)} MiB could hold an image.`,
      remedy: 'Choose a smaller variant or distro.',
    });
    return { path: defaultDevice, reservation: { start: 0, size: 0 } };
  }
  if (!host.setsMemoryAside) {
    problems.push({
      severity: 'blocker',
      code: 'reservation-missing',
      text: 'This machine has no memory set aside for the image (no /dev/pmem0).',
      remedy: `Boot webboot's own image; it sets the memory aside by itself. By hand: ${memmapParameter(planned.reservation)} on the kernel command line.`,
    });
  }
  return { path: defaultDevice, reservation: planned.reservation };
}

/** RAM that the live system wants beside its image. */
function targetBytes({ source, facts }: PlanInput): number {
  return Math.max(source.leastRamBytes ?? 0, facts.needs.ramBytes - facts.image.size);
}

/** The image fits; whether the live system then has what it is said to need. */
function memoryProblems(input: PlanInput): PlanProblem[] {
  const { facts, host } = input;
  const reserved = host.pmem.reduce((sum, { size }) => sum + size, 0);
  const total = host.ramBytes + reserved;
  const left = total - facts.image.size - pageStructureBytes(facts.image.size);
  const wanted = targetBytes(input);
  if (left >= wanted) return [];
  return [
    {
      severity: 'warning',
      code: 'memory-too-small',
      text: `The live system wants ${mebibytes(wanted)} MiB beside its image of ${mebibytes(facts.image.size)} MiB; this machine's ${mebibytes(total)} MiB leave it ${mebibytes(Math.max(0, left))} MiB.`,
      remedy: 'Choose a smaller variant, or expect programs to be killed for lack of memory.',
    },
  ];
}

function trustProblems(
  source: ImageSource,
  expectation: Expectation,
  choice: BootChoice,
): PlanProblem[] {
  if (expectation.kind !== 'none' || choice.acceptUnverified === source.id) return [];
  return [
    {
      severity: 'blocker',
      code: 'unverified-image',
      text: `Nobody vouches for this image: ${expectation.reason}. Whoever controls the network or the mirror chooses what it runs.`,
      remedy: `Boot it only if you accept that: choose "boot unverified" in the menu, or give webboot.unverified=${source.id}.`,
    },
  ];
}

function machineProblems(facts: ImageFacts, host: HostFacts): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const runsHere =
    facts.arch === 'unknown' ||
    facts.arch === host.arch ||
    (facts.arch === 'i386' && host.arch === 'x86_64');
  if (!runsHere) {
    problems.push({
      severity: 'blocker',
      code: 'wrong-architecture',
      text: `The image is for ${facts.arch}, and this machine is ${host.arch}.`,
      remedy: `Choose an image for ${host.arch}.`,
    });
  }
  if (facts.pmem.state === 'impossible') {
    problems.push({
      severity: 'blocker',
      code: 'pmem-impossible',
      text: `The live system could not find its image in memory: ${facts.pmem.reason ?? 'no pmem driver'}.`,
      remedy: 'Choose another distro or release; this one needs a stick or a CD.',
    });
  }
  if (host.kexec.loadDisabled) {
    problems.push({
      severity: 'blocker',
      code: 'kexec-disabled',
      text: 'This kernel refuses to load another one (kernel.kexec_load_disabled is 1).',
      remedy: 'Restart the machine: the setting lasts until then.',
    });
  }
  return problems;
}

function cutReservation(device: ChosenDevice, bytes: number): Reservation {
  const size = Math.ceil((bytes + bootRecordBytes) / reservationAlignment) * reservationAlignment;
  return { start: device.reservation.start, size: Math.min(size, device.reservation.size) };
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}
