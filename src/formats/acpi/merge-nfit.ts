import { FormatError } from '../../errors.ts';
import { nfitHeaderBytes, spaBytes, withChecksum, writeSpaRange } from './nvdimm-tables.ts';

interface Range {
  readonly start: number;
  readonly size: number;
}

const oemRevision = 24;
const spaType = 0;

/**
 * A table with one range of RAM, and nothing else, that the kernel takes in place of the machine's
 * own, as it does that of `mergeNfit`.
 */
export function replaceNfit(table: Uint8Array, range: Range): Uint8Array {
  return rewritten(table, [writeSpaRange(1, range)]);
}

/**
 * A machine's NFIT with a range of RAM as one more disk. It comes first: devices are numbered in
 * this order. The kernel takes it in place of the machine's own table, since the maker's names are
 * the same and the revision is higher (drivers/acpi/tables.c, acpi_table_initrd_override). What
 * starts in one of `former` was added by an earlier kernel, and goes.
 *
 * Throws FormatError 'nfit' for what is no such table.
 */
export function mergeNfit(table: Uint8Array, range: Range, former: readonly Range[]): Uint8Array {
  const view = viewOf(table);
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
  return rewritten(table, [writeSpaRange(lastIndex + 1, range), ...kept]);
}

function rewritten(table: Uint8Array, structures: readonly Uint8Array[]): Uint8Array {
  const revision = viewOf(table).getUint32(oemRevision, true) + 1;
  const header = table.subarray(0, nfitHeaderBytes);
  const bytes = new Uint8Array(Buffer.concat([header, ...structures]));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length, true);
  view.setUint32(oemRevision, revision, true);
  return withChecksum(bytes);
}

function viewOf(table: Uint8Array): DataView {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (table.length >= nfitHeaderBytes && view.getUint32(0) === 0x4e464954) return view;
  throw new FormatError('nfit', 0, 'another signature');
}
