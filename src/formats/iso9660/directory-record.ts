import { FormatError } from '../../errors.ts';
import { u32 } from './fields.ts';
import { sectorBytes } from './volume-descriptors.ts';

/** One directory record as it lies on the disc (ECMA-119 9.1). */
export interface DirectoryRecord {
  /** Where the record lies in the image. */
  readonly offset: number;
  readonly identifier: Uint8Array;
  readonly block: number;
  readonly bytes: number;
  readonly isDirectory: boolean;
  readonly isAssociated: boolean;
  readonly isInterleaved: boolean;
  /** Another record, with a further extent of the same file, follows. */
  readonly continues: boolean;
  readonly systemUse: Uint8Array;
}

const fixedBytes = 33;

/** The records of a directory's extent, `.` and `..` among them. `base` is its place in the image. */
export function* readDirectoryRecords(
  extent: Uint8Array,
  base: number,
): Generator<DirectoryRecord, void, undefined> {
  for (let at = 0; at < extent.length; ) {
    const length = extent[at] ?? 0;
    if (length === 0) {
      // Records do not cross sectors; the rest of this one is padding.
      at = (Math.floor(at / sectorBytes) + 1) * sectorBytes;
      continue;
    }
    yield readDirectoryRecord(extent.subarray(at, at + length), { offset: base + at, length });
    at += length;
  }
}

function readDirectoryRecord(
  record: Uint8Array,
  at: { readonly offset: number; readonly length: number },
): DirectoryRecord {
  const nameBytes = record[32] ?? 0;
  const nameEnd = fixedBytes + nameBytes;
  if (record.length < at.length || at.length < nameEnd || nameBytes === 0) {
    throw new FormatError('iso9660', at.offset, `directory record of ${at.length} bytes is broken`);
  }
  const flags = record[25] ?? 0;
  return {
    offset: at.offset,
    identifier: record.subarray(fixedBytes, nameEnd),
    block: u32(record, 2) + (record[1] ?? 0),
    bytes: u32(record, 10),
    isDirectory: (flags & 0x02) !== 0,
    isAssociated: (flags & 0x04) !== 0,
    isInterleaved: record[26] !== 0 || record[27] !== 0,
    continues: (flags & 0x80) !== 0,
    // One byte pads the name to an even length.
    systemUse: record.subarray(nameEnd + ((nameBytes + 1) % 2)),
  };
}
