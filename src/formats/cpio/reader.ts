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
/** Initrds with all firmware and modules hold some tens of thousands. */
const maxRecords = 300_000;

const kinds: Record<number, CpioRecord['kind']> = {
  16807: 'file',
  9604: 'directory',
  21609: 'symlink',
};

/** Whether an archive of either format starts here; 6 bytes are enough. */
export function isCpio(bytes: Uint8Array): boolean {
  const magic = Buffer.from(bytes.subarray(0, 6)).toString('latin1');
  return magic === '070701' || magic === '070702';
}

/** The records of one archive, up to its trailer or the stream's end; `reader` stands behind it then. */
export async function* readCpioArchive(reader: ByteReader): AsyncGenerator<CpioRecord> {
  const base = reader.offset;
  for (let records = 0; ; records += 1) {
    const start = reader.offset;
    if ((await reader.available()).length === 0 && records > 0) return;
    if (records >= maxRecords) throw new FormatError('cpio', start, 'holds too many records');
    const header = parseHeader(await reader.take(headerBytes, 'a header'), start);
    const name = parseName(await reader.take(header.nameBytes, 'a name'), start);
    await align(reader, base, 'the padding of a name');
    if (name === 'TRAILER!!!') {
      await passData(reader, header.size);
      await align(reader, base);
      return;
    }
    const data = recordData(reader, header, start);
    yield {
      path: name.replace(/^(?:\.?\/+)+/, ''),
      kind: kinds[header.mode & 0o170000] ?? 'other',
      mode: header.mode & 0o7777,
      size: header.size,
      offset: start,
      data,
    };
    for await (const _ of data());
    await align(reader, base);
  }
}

/** Records of archives that follow each other, with zeros between them. */
export async function* readCpio(reader: ByteReader): AsyncGenerator<CpioRecord> {
  for (;;) {
    await skipZeros(reader);
    const magic = await reader.peek(6);
    if (magic.length === 0) return;
    yield* readCpioArchive(reader);
  }
}

interface Header {
  readonly mode: number;
  readonly size: number;
  readonly nameBytes: number;
  /** Sum of the data's bytes; `crc` archives only. */
  readonly sum?: number;
}

function parseHeader(bytes: Uint8Array, offset: number): Header {
  if (!isCpio(bytes)) throw new FormatError('cpio', offset, 'no header where one must be');
  const text = Buffer.from(bytes).toString('latin1');
  const field = (index: number) => {
    const digits = text.slice(6 + index * 8, 14 + index * 8);
    if (!/^[0-9a-fA-F]{8}$/.test(digits)) {
      throw new FormatError('cpio', offset + 6 + index * 8, 'a header field is not hexadecimal');
    }
    return Number.parseInt(digits, 16);
  };
  const nameBytes = field(11);
  if (nameBytes === 0 || nameBytes > maxNameBytes) {
    throw new FormatError('cpio', offset + 94, `a name of ${nameBytes} bytes`);
  }
  const head = { mode: field(1), size: field(6), nameBytes };
  return text.startsWith('070702') ? { ...head, sum: field(12) } : head;
}

function parseName(bytes: Uint8Array, offset: number): string {
  if (bytes[bytes.length - 1] !== 0) {
    throw new FormatError('cpio', offset + headerBytes, 'a name without its end');
  }
  const text = Buffer.from(bytes).toString('utf8');
  return text.slice(0, text.indexOf('\0'));
}

function recordData(
  reader: ByteReader,
  { size, sum }: Header,
  offset: number,
): () => AsyncGenerator<Uint8Array> {
  let left = size;
  let total = 0;
  return async function* data() {
    for await (const piece of reader.pieces(left, 'the data of a file')) {
      left -= piece.length;
      if (sum !== undefined) for (const byte of piece) total = (total + byte) >>> 0;
      yield piece;
    }
    if (sum !== undefined && left === 0 && total !== sum) {
      throw new FormatError('cpio', offset, 'the data does not match its checksum');
    }
  };
}

async function passData(reader: ByteReader, size: number): Promise<void> {
  for await (const _ of reader.pieces(size, 'the trailer'));
}

/** Archives end where they like, so padding behind the last data may be missing. */
async function align(reader: ByteReader, base: number, what?: string): Promise<void> {
  const padding = (4 - ((reader.offset - base) % 4)) % 4;
  if (what !== undefined) await reader.take(padding, what);
  else reader.advance((await reader.peek(padding)).length);
}
