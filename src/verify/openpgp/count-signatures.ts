import { FormatError } from '../../errors.ts';

const signatureType = 2;

/**
 * Counts the signatures of a file by their headers (RFC 9580, section 4.2), before any is parsed: that
 * costs far more. Throws FormatError for more than `most`, for what is no packet, for lengths that are
 * not known from the start, which no signature has, and for other packets: readers pass over those
 * whose type is not critical (section 4.3), so that bytes could be added that nobody has signed.
 */
export function countSignatures(bytes: Uint8Array, most: number): number {
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    count += 1;
    if (count > most) throw new FormatError('openpgp', at, `over ${most} packets`);
    const end = packetEnd(bytes, at);
    if (typeAt(bytes, at) !== signatureType) {
      throw new FormatError('openpgp', at, 'a packet that is not a signature');
    }
    at = end;
  }
  return count;
}

function typeAt(bytes: Uint8Array, at: number): number {
  const tag = bytes[at] ?? 0;
  return (tag & 0x40) === 0 ? (tag & 0x3c) >> 2 : tag & 0x3f;
}

function packetEnd(bytes: Uint8Array, at: number): number {
  const tag = bytes[at] ?? 0;
  if ((tag & 0x80) === 0) throw new FormatError('openpgp', at, 'no packet where one must be');
  const number = (start: number, width: number) =>
    bytes.subarray(start, start + width).reduce((sum, byte) => sum * 256 + byte, 0);
  if ((tag & 0x40) === 0) {
    const width = [1, 2, 4][tag & 3];
    if (width === undefined) throw new FormatError('openpgp', at, 'a packet of unknown length');
    return at + 1 + width + number(at + 1, width);
  }
  const first = bytes[at + 1] ?? 0;
  if (first < 192) return at + 2 + first;
  if (first < 224) return at + 3 + (first - 192) * 256 + (bytes[at + 2] ?? 0) + 192;
  if (first < 255) throw new FormatError('openpgp', at, 'a packet of unknown length');
  return at + 6 + number(at + 2, 4);
}
