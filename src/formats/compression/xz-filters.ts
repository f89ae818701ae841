import { FormatError } from '../../errors.ts';
import { maxDictionaryBytes } from './lzma.ts';

/** How a block was packed; the first filter applied comes first. */
interface BlockFilters {
  /** Where the x86 filter was applied: the address that it gave to the first byte. */
  readonly x86Origin?: number;
  readonly dictionaryBytes: number;
}

const x86Filter = 0x04;
const lzma2Filter = 0x21;

/**
 * The filters that a block header names (xz-file-format.txt, sections 3.1 and 5.3): LZMA2, behind
 * the x86 filter at most. Others are a FormatError. `offset` is the header's, for errors.
 */
export function readBlockFilters(header: Uint8Array, offset: number): BlockFilters {
  let at = 1;
  const take = () => {
    const byte = header[at];
    if (byte === undefined) throw new FormatError('xz', offset, 'a block header too short');
    at += 1;
    return byte;
  };
  // Identifiers and sizes of the filters that are read fit into one byte.
  const passNumber = () => {
    while ((take() & 0x80) !== 0);
  };
  const flags = take();
  if (flags & 0x40) passNumber();
  if (flags & 0x80) passNumber();

  let x86Origin: number | undefined;
  for (let left = flags & 3; left > 0; left -= 1) {
    const filter = take();
    const size = take();
    if (filter !== x86Filter || x86Origin !== undefined || (size !== 0 && size !== 4)) {
      throw new FormatError('xz', offset, 'filters other than x86 and LZMA2 are not read');
    }
    x86Origin = 0;
    for (let index = 0; index < size; index += 1) x86Origin += take() * 2 ** (8 * index);
  }
  if (take() !== lzma2Filter || take() !== 1) {
    throw new FormatError('xz', offset, 'filters other than x86 and LZMA2 are not read');
  }
  return {
    ...(x86Origin !== undefined && { x86Origin }),
    dictionaryBytes: readDictionaryBytes(take(), offset),
  };
}

/** Section 5.3.1. */
function readDictionaryBytes(bits: number, offset: number): number {
  const bytes = bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (bits > 40 || bytes > maxDictionaryBytes) {
    throw new FormatError('xz', offset, `a dictionary of ${bytes} bytes`);
  }
  return bytes;
}
