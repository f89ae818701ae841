import { parameterName, parameterValue, parseCmdline } from '../cmdline.ts';

/** Physical address ranges, inclusive start, exclusive end, in bytes. */
export interface MemoryRange {
  readonly start: number;
  readonly end: number;
  readonly type: 'ram' | 'reserved' | 'acpi' | 'pmem' | 'other';
  /** As the kernel words it: "System RAM", "Crash kernel", "Persistent Memory (legacy)". */
  readonly label: string;
}

/** What must not be overwritten within RAM: the running kernel, the crash area, firmware data. */
export interface MemoryMap {
  /** The firmware's map, from `/sys/firmware/memmap`. */
  readonly firmware: readonly MemoryRange[];
  /** What the running kernel made of it, from `/proc/iomem`; nested ranges are separate items. */
  readonly iomem: readonly MemoryRange[];
}

/** A physical range that survives kexec, given to kernels as `memmap=SIZE!START`. */
export interface Reservation {
  readonly start: number;
  readonly size: number;
}

/** The kernel's own spelling of a reservation; see admin-guide/kernel-parameters, `memmap=nn!ss`. */
export function memmapParameter(reservation: Reservation): string {
  return `memmap=0x${reservation.size.toString(16)}!0x${reservation.start.toString(16)}`;
}

/** The ranges that a command line marks so, several of them in one parameter or each in its own. */
export function parseReservations(cmdline: string): readonly Reservation[] {
  return parseCmdline(cmdline)
    .parameters.filter((parameter) => parameterName(parameter) === 'memmap')
    .flatMap((parameter) => parameterValue(parameter).split(','))
    .flatMap((region) => {
      const [, size, start] = /^(\w+)!(\w+)$/.exec(region) ?? [];
      return size === undefined || start === undefined
        ? []
        : { start: parseMemory(start), size: parseMemory(size) };
    });
}

/** A number as the kernel reads it (lib/cmdline.c, memparse); NaN for what is none. */
function parseMemory(text: string): number {
  const [, number = '', unit = ''] = /^(0x[0-9a-f]+|\d+)([kmgtpe]?)$/i.exec(text) ?? [];
  const octal = /^0\d/.test(number) ? Number.parseInt(number, 8) : Number(number || Number.NaN);
  return octal * 1024 ** ' kmgtpe'.indexOf(unit.toLowerCase() || ' ');
}

/** At the end of a reservation, behind the image: the record of the boot, for the next kernel. */
export const bootRecordBytes = 64 * 1024;
