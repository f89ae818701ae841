import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { type ByteReader, type ByteSource, createByteReader, skipZeros } from '../byte-reader.ts';
import { decompressStream } from '../compression/decompress.ts';
import { type Compression, sniffBytes, sniffCompression } from '../compression/sniff.ts';
import { type CpioRecord, isCpio, readCpio, readCpioArchive } from '../cpio/reader.ts';
import { sequentialSource } from '../sequential-source.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';

/** One archive of an initrd, or several in one compressed stream. */
export interface InitrdSegment {
  /** Where it starts in the initrd. */
  readonly offset: number;
  readonly compression: Compression | 'none';
}

export interface InitrdEntry extends CpioRecord {
  readonly segment: InitrdSegment;
}

/** Initrds with all firmware and modules hold some tens of thousands. */
const maxRecords = 300_000;

interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Shared with whatever else is read of the image. */
  readonly budget?: WorkBudget;
}

/**
 * The records of all of an initrd's segments in the order in which the kernel unpacks them
 * (init/initramfs.c, unpack_to_rootfs): uncompressed early microcode first, then what is compressed,
 * zeros between them. Where a path comes twice, the later one wins.
 *
 * Nothing is kept: stop early by leaving the loop, and read a record's data within its turn.
 */
export async function* readInitrd(
  image: RandomAccess,
  options: ReadOptions = {},
): AsyncGenerator<InitrdEntry> {
  const { budget = createWorkBudget(options) } = options;
  const source = paid(sequentialSource(image, options), budget);
  const reader = createByteReader(source, 'initrd');
  let count = 0;
  try {
    for (;;) {
      await skipZeros(reader);
      const head = await reader.peek(sniffBytes);
      if (head.length === 0) return;
      const { segment, records } = openSegment(reader, head, budget);
      for await (const record of records) {
        count += 1;
        if (count > maxRecords) {
          throw new FormatError('cpio', record.offset, 'holds too many records');
        }
        yield { ...record, segment };
      }
    }
  } finally {
    await reader.close();
  }
}

type Segment = { readonly segment: InitrdSegment; readonly records: AsyncGenerator<CpioRecord> };

/** An initrd that is not compressed is read piece by piece, and others have their turn between them. */
function paid(source: ByteSource, budget: WorkBudget): ByteSource {
  return {
    skip: (length) => source.skip?.(length) ?? 0,
    async *[Symbol.asyncIterator]() {
      for await (const piece of source) {
        await budget.pay({});
        yield piece;
      }
    },
  };
}

function openSegment(reader: ByteReader, head: Uint8Array, budget: WorkBudget): Segment {
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
  const unpacked = decompressStream(reader, compression, budget);
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
