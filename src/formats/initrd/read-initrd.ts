import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { type ByteReader, createByteReader, skipZeros } from '../byte-reader.ts';
import { decompressStream } from '../compression/decompress.ts';
import { type Compression, sniffBytes, sniffCompression } from '../compression/sniff.ts';
import { type CpioRecord, isCpio, readCpio, readCpioArchive } from '../cpio/reader.ts';
import { sequentialSource } from '../sequential-source.ts';

/** One archive of an initrd, or several in one compressed stream. */
export interface InitrdSegment {
  /** Where it starts in the initrd. */
  readonly offset: number;
  readonly compression: Compression | 'none';
}

export interface InitrdEntry extends CpioRecord {
  readonly segment: InitrdSegment;
}

/** More than this no machine that boots live images would unpack into its RAM. */
const maxUnpackedBytes = 8 * 2 ** 30;

/**
 * The records of all of an initrd's segments in the order in which the kernel unpacks them
 * (init/initramfs.c, unpack_to_rootfs): uncompressed early microcode first, then what is compressed,
 * zeros between them. Where a path comes twice, the later one wins.
 *
 * Nothing is kept: stop early by leaving the loop, and read a record's data within its turn.
 */
export async function* readInitrd(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InitrdEntry> {
  const reader = createByteReader(sequentialSource(image, options), 'initrd');
  try {
    for (;;) {
      await skipZeros(reader);
      const head = await reader.peek(sniffBytes);
      if (head.length === 0) return;
      const { segment, records } = openSegment(reader, head);
      for await (const record of records) yield { ...record, segment };
    }
  } finally {
    await reader.close();
  }
}

type Segment = { readonly segment: InitrdSegment; readonly records: AsyncGenerator<CpioRecord> };

function openSegment(reader: ByteReader, head: Uint8Array): Segment {
  const offset = reader.offset;
  if (isCpio(head)) {
    return { segment: { offset, compression: 'none' }, records: readCpioArchive(reader) };
  }
  const compression = sniffCompression(head);
  if (compression === undefined) {
    throw new FormatError(
      'initrd',
      offset,
      'neither a cpio archive nor compressed by a known method',
    );
  }
  const unpacked = bounded(decompressStream(reader, compression), offset);
  return { segment: { offset, compression }, records: readUnpacked(unpacked) };
}

async function* readUnpacked(unpacked: AsyncIterable<Uint8Array>): AsyncGenerator<CpioRecord> {
  const reader = createByteReader(unpacked, 'cpio');
  try {
    yield* readCpio(reader);
  } finally {
    await reader.close();
  }
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxUnpackedBytes) throw new FormatError('initrd', offset, 'unpacks to over 8 GiB');
    yield chunk;
  }
}
