import { FormatError } from '../../errors.ts';
import { nfitHeaderBytes, spaBytes, withChecksum, writeSpaRange } from './nvdimm-tables.ts';

interface Range {
  readonly start: number;
  readonly size: number;
}

const oemRevision = 24;
const spaType = 0;

/**
 * A machine's NFIT with a range of RAM as one more disk. It comes first: devices are numbered in
 * this order. The kernel takes it in place of the machine's own table, since the maker's names are
 * the same and the revision is higher (drivers/acpi/tables.c, acpi_table_initrd_override). What
 * starts in one of `former` was added by an earlier kernel, and goes.
 *
 * Throws FormatError 'nfit' for what is no such table.
 */
export function mergeNfit(table: Uint8Array, range: Range, former: readonly Range[]): Uint8Array {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (table.length < nfitHeaderBytes || view.getUint32(0) !== 0x4e464954) {
    throw new FormatError('nfit', 0, 'another signature');
  }
  const end = Math.min(table.length, view.getUint32(4, true));
  const kept: Uint8Array[] = [];
  let lastIndex = 0;
  for (let at = nfitHeaderBytes; at < end; ) {
    const length = at + 4 <= end ? view.getUint16(at + 2, true) : 0;
    if (length < 4 || at + length > end) throw new FormatError('nfit', at, 'a structure cut short');
    const isSpa = view.getUint16(at, true) === spaType && length >= spaBytes;
    const start = isSpa ? Number(view.getBigUint64(at + 32, true)) : Number.NaN;
    if (!former.some((one) => start >= one.start && start < one.start + one.size)) {
      if (isSpa) lastIndex = Math.max(lastIndex, view.getUint16(at + 4, true));
      kept.push(table.subarray(at, at + length));
    }
    at += length;
  }
  const own = writeSpaRange(lastIndex + 1, range);
  const merged = new Uint8Array(Buffer.concat([table.subarray(0, nfitHeaderBytes), own, ...kept]));
  const header = new DataView(merged.buffer);
  header.setUint32(4, merged.length, true);
  header.setUint32(oemRevision, view.getUint32(oemRevision, true) + 1, true);
  return withChecksum(merged);
}
