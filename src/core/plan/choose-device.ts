import type { ImageFacts } from '../image/image-facts.ts';
import type { ImageSource } from '../image/image-source.ts';
import type { HostFacts, PmemDevice } from '../machine/host-facts.ts';
import { bootRecordBytes, memmapParameter, type Reservation } from '../machine/memory-map.ts';
import {
  pageStructureBytes,
  planReservation,
  reservationAlignment,
} from '../machine/plan-reservation.ts';
import { wholeMebibytes } from '../mebibytes.ts';
import type { PlanProblem } from '../problem.ts';
import { parseWebbootParameters } from '../settings/webboot-parameters.ts';

export interface ChosenDevice {
  readonly path: string;
  readonly reservation: Reservation;
}

/** What decides where an image goes, and whether it fits. */
export interface DeviceInput {
  readonly source: ImageSource;
  readonly facts: ImageFacts;
  readonly host: HostFacts;
}

/** Where there is one reservation, its device is the first. */
const defaultDevice = '/dev/pmem0';

/**
 * The device that a reservation is in the target. arm64: the one that it is here, since the same
 * tables and the same tree describe it. x86: its regions are numbered by address, those of the
 * firmware's own map among them (drivers/nvdimm/e820.c); NVDIMMs come after them, whose driver the
 * graft's hook does not load.
 */
export function targetDevice(
  { path, reservation: { start } }: ChosenDevice,
  { arch, memoryMap }: HostFacts,
): string {
  if (arch === 'aarch64') return path;
  const below = memoryMap.firmware.filter(
    (range) => range.label === legacyPmem && range.start < start,
  );
  return `/dev/pmem${below.length}`;
}

/** E820_TYPE_PRAM as the kernel names it; nfit serves the other persistent memory. */
const legacyPmem = 'Persistent Memory (legacy)';

/**
 * The smallest pmem device that holds the image; where there is none, a blocker that tells why.
 * What the person gave as `memmap=` is respected.
 */
export function chooseDevice(input: DeviceInput, problems: PlanProblem[]): ChosenDevice {
  const { host, facts } = input;
  const bytes = facts.image.size;
  const bySize = [...host.pmem].sort((a, b) => a.size - b.size);
  const fitting = bySize.find((device) => device.size >= bytes);
  if (fitting !== undefined) return fitting;
  const largest = bySize.at(-1);
  if (largest !== undefined) {
    problems.push(tooSmall(input, largest));
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
    problems.push(tooLittle(input, planned));
    return { path: defaultDevice, reservation: { start: 0, size: 0 } };
  }
  if (!host.setsMemoryAside) {
    problems.push({
      severity: 'blocker',
      code: 'reservation-missing',
      text: 'This machine has no memory set aside for the image (no /dev/pmem0).',
      remedy: reservationRemedy(host, planned.reservation),
    });
  }
  return { path: defaultDevice, reservation: planned.reservation };
}

/**
 * What the target gets of the device: the image, so many bytes `behind` it, and the record of its
 * boot.
 */
export function cutReservation(device: ChosenDevice, bytes: number, behind: number): Reservation {
  const whole = bytes + behind + bootRecordBytes;
  const size = Math.ceil(whole / reservationAlignment) * reservationAlignment;
  return { start: device.reservation.start, size: Math.min(size, device.reservation.size) };
}

/** The image fits; whether the live system then has what it is said to need. */
export function memoryProblems(input: DeviceInput): PlanProblem[] {
  const { facts, host } = input;
  const total = totalBytes(host);
  const left = total - facts.image.size - pageStructureBytes(facts.image.size);
  const wanted = targetBytes(input);
  if (left >= wanted) return [];
  return [
    {
      severity: 'warning',
      code: 'memory-too-small',
      text: `The live system needs ${wholeMebibytes(wanted)} MiB in addition to its image of ${wholeMebibytes(facts.image.size)} MiB; this machine's ${wholeMebibytes(total)} MiB leave it ${wholeMebibytes(Math.max(0, left))} MiB.`,
      remedy: `${smallerRemedy(input, total)} Otherwise the kernel may kill programs for lack of memory.`,
    },
  ];
}

/** Set aside by webboot, it was the most that this machine can give; else the person chose it. */
function tooSmall(input: DeviceInput, largest: PmemDevice): PlanProblem {
  const { host, facts } = input;
  if (parseWebbootParameters(host.cmdline).restarted) {
    return tooLittle(input, { ramBytes: totalBytes(host), largestBytes: largest.size });
  }
  const bytes = wholeMebibytes(facts.image.size);
  return {
    severity: 'blocker',
    code: 'reservation-too-small',
    text: `The image needs ${bytes} MiB, but ${largest.path} has ${wholeMebibytes(largest.size)} MiB.`,
    remedy:
      host.arch === 'aarch64'
        ? 'Choose a smaller image.'
        : `Start webboot without memmap=, or with a larger one (at least ${bytes}M), or choose a smaller image.`,
  };
}

/** arm64 kernels ignore `memmap=`: there it would be bad advice. */
function reservationRemedy({ arch, kexec }: HostFacts, reservation: Reservation): string {
  if (arch === 'aarch64' && kexec.lockdown !== 'none') {
    return 'Switch Secure Boot off in the firmware: it keeps webboot from setting memory aside on arm64.';
  }
  const remedy = "Boot webboot's own image, which sets the memory aside automatically.";
  return arch === 'aarch64'
    ? remedy
    : `${remedy} By hand: ${memmapParameter(reservation)} on the kernel command line.`;
}

function tooLittle(
  input: DeviceInput,
  machine: { readonly ramBytes: number; readonly largestBytes: number },
): PlanProblem {
  return {
    severity: 'blocker',
    code: 'memory-too-small',
    text: `Too little memory: ${wholeMebibytes(input.facts.image.size)} MiB for the image and ${wholeMebibytes(targetBytes(input))} MiB for the live system are needed. This machine has ${wholeMebibytes(machine.ramBytes)} MiB, of which ${wholeMebibytes(machine.largestBytes)} MiB can hold an image.`,
    remedy: smallerRemedy(input, machine.ramBytes),
  };
}

/** Names the variants of the same distro that would fit. */
function smallerRemedy({ source }: DeviceInput, totalBytes: number): string {
  const fitting = (source.alternatives ?? []).filter(
    ({ bytes, leastRamBytes }) => bytes + pageStructureBytes(bytes) + leastRamBytes <= totalBytes,
  );
  if (fitting.length === 0) return 'Choose a smaller variant or distro.';
  return `Smaller ones that would fit: ${fitting.map(({ id }) => id).join(', ')}.`;
}

/** RAM that the live system wants beside its image. */
export function targetBytes({ source, facts }: DeviceInput): number {
  return Math.max(source.leastRamBytes ?? 0, facts.needs.ramBytes - facts.image.size);
}

export function totalBytes(host: HostFacts): number {
  return host.ramBytes + host.pmem.reduce((sum, { size }) => sum + size, 0);
}
