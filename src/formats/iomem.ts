import type { MemoryRange } from '../core/machine/memory-map.ts';
import { FormatError } from '../errors.ts';

/**
 * `/proc/iomem`: lines `start-end : label`, hexadecimal, inclusive end, nested ones indented by
 * two blanks. Nested ranges are items of their own. Source: kernel/resource.c, r_show.
 */
export function parseIomem(text: string): readonly MemoryRange[] {
  const ranges: MemoryRange[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    // A map that was saved on another system may end its lines with CR LF.
    if (line.trim() !== '') ranges.push(parseLine(line.trimEnd(), offset));
    offset += line.length + 1;
  }
  return ranges;
}

/** Whether a map was printed for a user who is not root: the kernel shows zeros to that one. */
export function hidesAddresses(ranges: readonly MemoryRange[]): boolean {
  return ranges.length > 0 && ranges.every(({ start, end }) => start === 0 && end === 1);
}

function parseLine(line: string, offset: number): MemoryRange {
  const match = /^\s*([0-9a-f]{1,16})-([0-9a-f]{1,16}) :(?: (.*))?$/i.exec(line);
  const [, from, to, label = ''] = match ?? [];
  if (from === undefined || to === undefined) {
    throw new FormatError('iomem', offset, `not a range: "${line.slice(0, 60)}"`);
  }
  const start = Number.parseInt(from, 16);
  const end = Number.parseInt(to, 16) + 1;
  if (end <= start) throw new FormatError('iomem', offset, 'a range ends before it starts');
  return { start, end, label, type: rangeType(label) };
}

function rangeType(label: string): MemoryRange['type'] {
  if (label.startsWith('System RAM')) return 'ram';
  if (label.startsWith('Persistent Memory')) return 'pmem';
  if (label.startsWith('ACPI')) return 'acpi';
  if (/^reserved/i.test(label)) return 'reserved';
  return 'other';
}

/** An entry of `/sys/firmware/memmap`: the files `start`, `end` (inclusive) and `type`. */
export function parseFirmwareRange(files: {
  readonly start: string;
  readonly end: string;
  readonly type: string;
}): MemoryRange {
  const start = Number.parseInt(files.start, 16);
  const end = Number.parseInt(files.end, 16) + 1;
  if (!(end > start)) throw new FormatError('firmware-memmap', 0, 'a range without a size');
  const label = files.type.trim();
  return { start, end, label, type: rangeType(label) };
}
