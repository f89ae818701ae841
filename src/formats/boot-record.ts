import { createHash } from 'node:crypto';
import { bootRecordBytes } from '../core/machine/memory-map.ts';
import { FormatError } from '../errors.ts';

/**
 * A boot record fills the last 64 KiB of a reservation, where the next kernel finds it at the end
 * of its pmem device: magic, length of the text (little-endian), its SHA-256, the text (JSON).
 */
const magic = new TextEncoder().encode('webbootR');
const headBytes = magic.length + 4 + 32;

/** Throws RangeError for a text that does not fit; the caller bounds what it records. */
export function writeBootRecord(text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  if (body.length > bootRecordBytes - headBytes) throw new RangeError('the record is too long');
  const record = new Uint8Array(bootRecordBytes);
  record.set(magic);
  new DataView(record.buffer).setUint32(magic.length, body.length, true);
  record.set(createHash('sha256').update(body).digest(), magic.length + 4);
  record.set(body, headBytes);
  return record;
}

/** The text; undefined where no record was ever written. */
export function readBootRecord(record: Uint8Array): string | undefined {
  if (record.length < headBytes || magic.some((byte, index) => record[index] !== byte)) {
    return undefined;
  }
  const length = new DataView(record.buffer, record.byteOffset).getUint32(magic.length, true);
  if (length > record.length - headBytes) {
    throw new FormatError('boot-record', magic.length, `a length of ${length} bytes`);
  }
  const body = record.subarray(headBytes, headBytes + length);
  const digest = record.subarray(magic.length + 4, headBytes);
  if (!createHash('sha256').update(body).digest().equals(digest)) {
    throw new FormatError('boot-record', headBytes, 'its digest is wrong');
  }
  return new TextDecoder().decode(body);
}
