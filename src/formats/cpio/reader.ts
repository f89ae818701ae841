import { FormatError } from '../../errors.ts';
import { type ByteReader, skipZeros } from '../byte-reader.ts';

/**
 * Reads `newc` (070701) and `crc` (070702) archives as a stream. Documentation/driver-api/
 * early-userspace/buffer-format.rst. The old binary and `odc` formats, which the kernel refuses
 * too, are refused.
 */
export interface CpioRecord {
  /** Without leading `/` and `./`; nothing else is changed, so `..` may be in it. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly size: number;
  /** Where the record starts in the unpacked stream. */
  readonly offset: number;
  /** The data, to be read before the next record is asked for, else skipped; a second call goes on. */
  data(): AsyncIterable<Uint8Array>;
}

const headerBytes = 110;
/** The kernel's PATH_MAX: longer names are not unpacked by it. */
const maxNameBytes = 4096;

/** S_IFREG, S_IFDIR and S_IFLNK of stat(2). */
const kinds: Record<number, CpioRecord['kind']> = {
  32768: 'file',
  16384: 'directory',
  40960: 'symlink',
};

/** "070701" or "070702". */
const magic = [0x30, 0x37, 0x30, 0x37, 0x30];

/** Whether an archive of either format starts here; 6 bytes are enough. */
export function isCpio(bytes: Uint8Array): boolean {
  return (
    magic.every((byte, index) => bytes[index] === byte) && (bytes[5] === 0x31 || bytes[5] === 0x32)
  );
}

/** The records of one archive, up to its trailer or the stream's end; `reader` stands behind it then. */
export async function* readCpioArchive(reader: ByteReader): AsyncGenerator<CpioRecord> {
  const base = reader.offset;
  for (let records = 0; ; records += 1) {
    const offset = reader.offset;
    const bytes = reader.takeNow(headerBytes) ?? (await takeHeader(reader, records));
    if (bytes === undefined) return;
    const header = parseHeader(bytes, offset);
    // The name's padding leads to a multiple of 4 from the archive's start.
    const named =
      headerBytes + header.nameBytes + paddingAt(offset - base + headerBytes + header.nameBytes);
    const nameBytes = named - headerBytes;
    const name = parseName(
      (reader.takeNow(nameBytes) ?? (await reader.take(nameBytes, 'a name'))).subarray(
        0,
        header.nameBytes,
      ),
      offset,
    );
    const { data, pass } = recordData(reader, header, offset);
    if (name !== 'TRAILER!!!') {
      yield {
        path:
          name.startsWith('/') || name.startsWith('./') ? name.replace(/^(?:\.?\/+)+/, '') : name,
        kind: kinds[header.mode & 0o170000] ?? 'other',
        mode: header.mode & 0o7777,
        size: header.size,
        offset,
        data,
      };
    }
    if (header.size > 0) await pass();
    const padding = paddingAt(reader.offset - base);
    // Archives end where they like, so padding behind the last data may be missing.
    if (reader.takeNow(padding) === undefined) reader.advance((await reader.peek(padding)).length);
    if (name === 'TRAILER!!!') return;
  }
}

/** Records of archives that follow each other, with zeros between them. */
export async function* readCpio(reader: ByteReader): AsyncGenerator<CpioRecord> {
  for (;;) {
    await skipZeros(reader);
    if ((await reader.available()).length === 0) return;
    yield* readCpioArchive(reader);
  }
}

/** Undefined where the stream ends between two records, as archives without a trailer do. */
async function takeHeader(reader: ByteReader, records: number): Promise<Uint8Array | undefined> {
  if (records > 0 && (await reader.available()).length === 0) return undefined;
  return reader.take(headerBytes, 'a header');
}

function paddingAt(position: number): number {
  return (4 - (position % 4)) % 4;
}

interface Header {
  readonly mode: number;
  readonly size: number;
  readonly nameBytes: number;
  /** Sum of the data's bytes; regular files of `crc` archives only. */
  readonly sum?: number;
}

function parseHeader(bytes: Uint8Array, offset: number): Header {
  if (!isCpio(bytes)) throw new FormatError('cpio', offset, 'no header where one must be');
  const field = (index: number) => parseField(bytes, 6 + index * 8, offset);
  const nameBytes = field(11);
  if (nameBytes === 0 || nameBytes > maxNameBytes) {
    throw new FormatError('cpio', offset + 94, `a name of ${nameBytes} bytes`);
  }
  const head = { mode: field(1), size: field(6), nameBytes };
  // Only regular files carry a sum; links have 0 there.
  const summed = bytes[5] === 0x32 && (head.mode & 0o170000) === 0o100000;
  return summed ? { ...head, sum: field(12) } : head;
}

/** Eight hexadecimal digits. */
function parseField(bytes: Uint8Array, at: number, offset: number): number {
  let value = 0;
  for (let index = at; index < at + 8; index += 1) {
    const byte = bytes[index] ?? 0;
    const letter = byte | 0x20;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : letter - 0x57;
    if (digit < 0 || digit > 15 || (digit > 9 && letter < 0x61)) {
      throw new FormatError('cpio', offset + at, 'a header field is not hexadecimal');
    }
    value = value * 16 + digit;
  }
  return value;
}

function parseName(bytes: Uint8Array, offset: number): string {
  if (bytes[bytes.length - 1] !== 0) {
    throw new FormatError('cpio', offset + headerBytes, 'a name without its end');
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.indexOf(0)).toString('utf8');
}

const what = 'the data of a file';

/** A record's data, and the way past what of it was not asked for. */
function recordData(
  reader: ByteReader,
  { size, sum }: Header,
  offset: number,
): { data: CpioRecord['data']; pass: () => Promise<void> } {
  let left = size;
  let total = 0;
  async function* data() {
    for await (const piece of reader.pieces(left, what)) {
      left -= piece.length;
      if (sum !== undefined) for (const byte of piece) total = (total + byte) >>> 0;
      yield piece;
    }
    if (sum !== undefined && left === 0 && total !== sum) {
      throw new FormatError('cpio', offset, 'the data does not match its checksum');
    }
  }
  return {
    data,
    async pass() {
      if (sum === undefined) await reader.skip(left, what);
      else for await (const _ of data());
    },
  };
}
