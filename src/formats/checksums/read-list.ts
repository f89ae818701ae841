import { type ChecksumLine, parseChecksums } from './checksum-line.ts';
import { algorithmOfListName } from './list-name.ts';

/**
 * The digests of a checksum file as it was signed. `name` is the file's own, or its address: of some
 * lists only that tells the algorithm. Throws FormatError.
 */
export function readChecksumList(bytes: Uint8Array, name: string): readonly ChecksumLine[] {
  const algorithm = algorithmOfListName(name);
  return parseChecksums(decodeList(bytes), algorithm === undefined ? {} : { algorithm });
}

/**
 * UTF-16 as Windows' PowerShell writes it, by its byte order mark or by the zeros that ASCII has in
 * it; UTF-8 otherwise. A mark at the very start belongs to the encoding, all others to the text.
 */
function decodeList(bytes: Uint8Array): string {
  const [first = 1, second = 1] = bytes;
  const bigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const littleEndian = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  if (!bigEndian && !littleEndian) return new TextDecoder().decode(bytes);
  return new TextDecoder(bigEndian ? 'utf-16be' : 'utf-16le').decode(bytes);
}
