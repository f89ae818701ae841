import type { Architecture } from '../architecture.ts';
import type { PmemDevice } from './host-facts.ts';
import { type MemoryMap, parseReservations, type Reservation } from './memory-map.ts';

/**
 * The memory that is set aside for images. x86: what `memmap=` marks. arm64 ignores `memmap=`; there
 * it is what webboot itself marked in the device tree (`marked`), and nothing else.
 */
export function findOwnRegions({
  arch,
  cmdline,
  marked,
}: {
  readonly arch: Architecture;
  readonly cmdline: string;
  readonly marked: readonly Reservation[];
}): readonly Reservation[] {
  return arch === 'aarch64' ? marked : parseReservations(cmdline);
}

/**
 * The devices that lie wholly in such memory. Nothing is ever written to any other: it may be an
 * NVDIMM with somebody's data. Regions that touch count as one, as they do for the kernel
 * (e820__update_table).
 */
export function ownDevices(
  devices: readonly PmemDevice[],
  regions: readonly Reservation[],
): readonly PmemDevice[] {
  const joined = join(regions);
  return devices.filter(({ reservation: { start, size } }) =>
    joined.some((region) => start >= region.start && start + size <= region.start + region.size),
  );
}

/** The map as it would be if nothing were set aside: a next kernel may be told so. */
export function withoutRegions(
  { firmware, iomem }: MemoryMap,
  regions: readonly Reservation[],
): MemoryMap {
  const isInOne = (start: number, end: number) =>
    regions.some((region) => start >= region.start && end <= region.start + region.size);
  const claims = iomem.filter(({ start, end }) => !isInOne(start, end));
  const ram = claims.filter(({ type }) => type === 'ram');
  const ranges = ram.map(({ start, end }) => ({ start, size: end - start }));
  const whole = join([...ranges, ...regions]).map(
    ({ start, size }) => ({ start, end: start + size, type: 'ram', label: 'System RAM' }) as const,
  );
  return { firmware, iomem: [...whole, ...claims.filter(({ type }) => type !== 'ram')] };
}

function join(regions: readonly Reservation[]): readonly Reservation[] {
  const joined: Reservation[] = [];
  for (const region of regions.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || region.start > last.start + last.size) {
      joined.push(region);
    } else {
      const end = Math.max(last.start + last.size, region.start + region.size);
      joined[joined.length - 1] = { start: last.start, size: end - last.start };
    }
  }
  return joined;
}
