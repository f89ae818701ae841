import type { MemoryMap, MemoryRange, Reservation } from './memory-map.ts';

const mebibyte = 1024 * 1024;
const fourGibibytes = 4 * 1024 * mebibyte;

/** nd_pmem maps huge pages; both ends of a reservation are multiples of one. */
export const reservationAlignment = 2 * mebibyte;
/** Before Linux 5.3 a start within another memory section was refused; kept to where it costs nothing. */
const sectionBytes = 128 * mebibyte;
/** Below lie the firmware's and the real mode's places, and where boot loaders put kernels. */
const lowestStart = 64 * mebibyte;
/** kexec puts its segments at the top of RAM: a reservation in the same range stays below them. */
const headroomBytes = 128 * mebibyte;
/** What DMA buffers (swiotlb alone takes 64 MiB) and 32-bit entries need below 4 GiB. */
const lowMemoryBytes = 384 * mebibyte;
/** The larger ones among live images are half of this; beyond it page structures are wasted. */
const largestUsefulBytes = 16 * 1024 * mebibyte;
/** nd_pmem describes each page of the medium by 64 bytes of other RAM (1.6 %). */
const bytesPerPageStructure = 64;
const pageBytes = 4096;

export interface ReservationNeeds {
  /** RAM that must remain beside the reservation: for webboot, and for the target with its initrd. */
  readonly remainingBytes: number;
  /**
   * The reservation takes effect in a kernel that is started for it, which chooses its own place
   * around it; the place of the running one then need not be spared.
   */
  readonly kernelMoves?: boolean;
  /**
   * arm64: the upper end of a range is taken. kexec puts its segments at the lower end there, and
   * the devices of small boards reach no more than that.
   */
  readonly atTop?: boolean;
}

export type ReservationPlan =
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  | {
      readonly kind: 'too-little-memory';
      /** The image, its page structures, and what must remain beside it. */
      readonly neededBytes: number;
      readonly ramBytes: number;
      /** The largest image that this machine could hold. */
      readonly largestBytes: number;
    };

/**
 * Chooses the physical range for an image of `imageBytes`, or with 'largest' the largest useful
 * one. Memory above 4 GiB is taken first: it is what a starting kernel needs least.
 */
export function planReservation(
  map: MemoryMap,
  imageBytes: number | 'largest',
  needs: ReservationNeeds,
): ReservationPlan {
  const ram = ramOf(map);
  const ramBytes = sizeOf(ram);
  const free = freeRanges(map, needs);
  const candidates = free
    .map((range) => fitCandidate(range, { ram, free }, needs))
    .filter((candidate) => candidate.size > 0);
  const largest = candidates.toSorted((a, b) => b.size - a.size || b.start - a.start)[0];
  const wanted =
    imageBytes === 'largest'
      ? Math.min(largest?.size ?? 0, largestUsefulBytes)
      : alignUp(imageBytes, reservationAlignment);
  const chosen = candidates
    .filter((candidate) => candidate.size >= wanted)
    .toSorted(
      (a, b) =>
        Number(b.start >= fourGibibytes) - Number(a.start >= fourGibibytes) || a.size - b.size,
    )[0];
  if (chosen !== undefined && wanted > 0) {
    const start = needs.atTop === true ? highestStart(chosen, wanted) : chosen.start;
    return { kind: 'reserved', reservation: { start, size: wanted } };
  }
  return {
    kind: 'too-little-memory',
    neededBytes: wanted + pageStructureBytes(wanted) + needs.remainingBytes,
    ramBytes,
    largestBytes: largest?.size ?? 0,
  };
}

/** What the kernel spends, of other RAM, to describe a reservation's pages. */
export function pageStructureBytes(bytes: number): number {
  return Math.ceil(bytes / pageBytes) * bytesPerPageStructure;
}

/** In a whole section where there is room for that. */
function highestStart({ start, size }: Reservation, wanted: number): number {
  const highest = start + size - wanted;
  return Math.max(alignDown(highest, sectionBytes), start);
}

/** The most of a free range that may be reserved, from its lower end. */
function fitCandidate(
  range: MemoryRange,
  { ram, free }: { readonly ram: readonly MemoryRange[]; readonly free: readonly MemoryRange[] },
  needs: ReservationNeeds,
): Reservation {
  const top = Math.max(...ram.map(({ end }) => end));
  const staysBelow = range.end === top && needs.atTop !== true;
  const end = staysBelow ? range.end - headroomBytes : range.end;
  const spare = (sizeOf(ram) - needs.remainingBytes) / (1 + bytesPerPageStructure / pageBytes);
  const low = sizeOf(ram.map((item) => ({ ...item, end: Math.min(item.end, fourGibibytes) })));
  const spareLow = low - Math.min(lowMemoryBytes, needs.remainingBytes);
  // Room for the next kernel and its initrd, which kexec puts below it.
  const below = sizeOf(free.filter((item) => item.end <= range.end));
  const spareBelow = needs.atTop === true ? below - needs.remainingBytes : spare;
  const most = Math.min(spare, spareBelow, range.start < fourGibibytes ? spareLow : spare);
  const alignedTo = (alignment: number): Reservation => {
    const lowest = alignUp(Math.max(range.start, lowestStart), alignment);
    const size = alignDown(Math.min(end - lowest, most), reservationAlignment);
    if (needs.atTop !== true) return { start: lowest, size };
    return { start: Math.max(lowest, alignDown(end - size, alignment)), size };
  };
  const inSections = alignedTo(sectionBytes);
  const closest = alignedTo(reservationAlignment);
  return inSections.size >= closest.size ? inSections : closest;
}

/** The firmware's map where there is one: the kernel's own lacks what it was told to leave out. */
function ramOf(map: MemoryMap): readonly MemoryRange[] {
  const firmware = map.firmware.filter(({ type }) => type === 'ram');
  return firmware.length > 0 ? firmware : map.iomem.filter(({ type }) => type === 'ram');
}

/** RAM without what somebody has claimed, split at 4 GiB. */
export function freeRanges(
  map: MemoryMap,
  needs: Pick<ReservationNeeds, 'kernelMoves'>,
): readonly MemoryRange[] {
  const claims = [...map.firmware, ...map.iomem].filter(
    ({ type, label }) =>
      type !== 'ram' && !(needs.kernelMoves === true && label.startsWith('Kernel ')),
  );
  const boundary: MemoryRange = {
    start: fourGibibytes,
    end: fourGibibytes,
    type: 'other',
    label: '',
  };
  let free = ramOf(map);
  for (const claim of [...claims, boundary]) free = free.flatMap((range) => cut(range, claim));
  return free.filter(({ start, end }) => end > start);
}

function cut(range: MemoryRange, claim: MemoryRange): readonly MemoryRange[] {
  if (claim.end < range.start || claim.start > range.end) return [range];
  return [
    { ...range, end: Math.max(range.start, Math.min(range.end, claim.start)) },
    { ...range, start: Math.min(range.end, Math.max(range.start, claim.end)) },
  ].filter(({ start, end }) => end > start);
}

function sizeOf(ranges: readonly MemoryRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

function alignDown(value: number, alignment: number): number {
  return Math.max(0, Math.floor(value / alignment) * alignment);
}
