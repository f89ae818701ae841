import type { BootChoice, BootPlan, BootStep } from './boot-plan.ts';
import { findParameter, parseCmdline } from './cmdline.ts';
import type { HostFacts, PmemDevice } from './host-facts.ts';
import type { BootEntry, ImageFacts } from './image-facts.ts';
import type { ImageSource } from './image-source.ts';
import type { Reservation } from './memory-map.ts';
import type { PlanProblem } from './problem.ts';
import { planCmdline } from './target-cmdline.ts';
import type { Expectation } from './trust.ts';

/** Where the graft's script lies in the target's initramfs; the kernel starts it by `rdinit=`. */
export const graftInit = '/webboot/init';

/** Boundaries of a reservation: nd_pmem maps huge pages, so they are multiples of one. */
export const reservationAlignment = 2 * 1024 * 1024;

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
  const device = chooseDevice(host, facts.image.size, problems);
  problems.push(...trustProblems(source, expectation, choice));
  problems.push(...machineProblems(facts, host));
  const reservation = cutReservation(device, facts.image.size);
  const steps = entry === undefined ? [] : planSteps({ ...input, entry, device, reservation });
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
  input: PlanInput & { entry: BootEntry; device: PmemDevice; reservation: Reservation },
): BootStep[] {
  const { source, facts, expectation, host, choice, entry, device, reservation } = input;
  const own = choice.cmdline ?? entry.cmdline;
  const grafts = facts.pmem.state === 'graft';
  const kernel = facts.kernels.find((candidate) => candidate.path === entry.kernel);
  return [
    { op: 'acquire', locations: source.locations, device: device.path, bytes: facts.image.size },
    { op: 'verify', expectation },
    { op: 'extract', kernel: entry.kernel, initrds: entry.initrds },
    ...(grafts
      ? [
          {
            op: 'graft' as const,
            modules: facts.pmem.missing,
            kernelVersion: kernel?.version ?? '',
            init: findParameter(parseCmdline(own), 'rdinit') ?? '/init',
          },
        ]
      : []),
    {
      op: 'load',
      cmdline: planCmdline({
        cmdline: own,
        family: facts.family,
        device: device.path,
        volumeId: facts.image.volumeId,
        reservation,
        consoles: host.consoles,
        ...(grafts ? { rdinit: graftInit } : {}),
        extra: [source.extraCmdline ?? '', choice.append ?? ''],
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
  const first = entries.find((entry) => entry.default) ?? entries[0];
  if (choice.entry === undefined || first === undefined) return first;
  const wanted = choice.entry;
  const found =
    entries.find((entry) => entry.id === wanted) ??
    entries.find((entry) => entry.title === wanted) ??
    entries.find((entry) => entry.title.toLowerCase().includes(wanted.toLowerCase()));
  if (found === undefined) {
    problems.push({
      severity: 'blocker',
      code: 'unknown-entry',
      text: `The image has no boot entry "${wanted}".`,
      remedy: `Choose one of: ${entries.map((entry) => entry.id).join(', ')}.`,
    });
  }
  return found;
}

/** The smallest pmem device that holds the image; a stand-in, and a blocker, where there is none. */
function chooseDevice(host: HostFacts, bytes: number, problems: PlanProblem[]): PmemDevice {
  const bySize = [...host.pmem].sort((a, b) => a.size - b.size);
  const fitting = bySize.find((device) => device.size >= bytes);
  if (fitting !== undefined) return fitting;
  const largest = bySize.at(-1);
  if (largest === undefined) {
    problems.push({
      severity: 'blocker',
      code: 'reservation-missing',
      text: 'This machine has no memory set aside for the image (no /dev/pmem0).',
      remedy: `Start webboot with memmap=${mebibytes(bytes)}M!<start address> on its kernel command line, in a range of RAM that is free.`,
    });
    return { path: '/dev/pmem0', size: 0, reservation: { start: 0, size: 0 } };
  }
  problems.push({
    severity: 'blocker',
    code: 'reservation-too-small',
    text: `The image needs ${mebibytes(bytes)} MiB, and ${largest.path} has ${mebibytes(largest.size)} MiB.`,
    remedy: `Start webboot with a larger memmap= (at least ${mebibytes(bytes)}M), or choose a smaller image.`,
  });
  return largest;
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

function cutReservation(device: PmemDevice, bytes: number): Reservation {
  const size = Math.ceil(bytes / reservationAlignment) * reservationAlignment;
  return { start: device.reservation.start, size: Math.min(size, device.reservation.size) };
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}
