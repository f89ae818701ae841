import type { FileHandle } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import { writeAll } from './write-all.ts';

const blockBytes = 512 * 1024;
const blockCount = 24;
/** A read of 256 KiB fills at most one block and begins another. */
const blocksPerRead = 2;

/** Takes bytes that follow one another in the file. */
interface WriterLane {
  /** Copies the bytes. A promise: the buffers are nearly full, wait for it. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** Hands over what is gathered. */
  flush(): void;
}

export interface BlockWriter {
  lane(offset: number): WriterLane;
  /** Writes bytes that the caller leaves alone until then; resolves when they have been written. */
  put(offset: number, bytes: Uint8Array): Promise<void>;
  /** When everything that was handed over has been written; rejects with the first failure. */
  settled(): Promise<void>;
}

export interface BlockWriterOptions {
  readonly file: FileHandle;
  readonly sink: string;
  /** Lanes that may be open at a time. */
  readonly lanes: number;
  readonly onWritten: (start: number, end: number) => void;
  readonly onFailure: (error: WebbootError) => void;
}

/**
 * Gathers bytes in blocks of 512 KiB, 24 of them at most, and writes them at their offsets in the
 * thread pool of libuv, so that a slow sink slows the network and blocks nothing else.
 */
export function createBlockWriter(options: BlockWriterOptions): BlockWriter {
  const free = Array.from({ length: blockCount }, () => Buffer.allocUnsafeSlow(blockBytes));
  const waiting: (() => void)[] = [];
  const pending = new Set<Promise<void>>();
  let failure: WebbootError | undefined;

  const write = async (bytes: Uint8Array, offset: number) => {
    try {
      await writeAll(options.file, bytes, offset);
      options.onWritten(offset, offset + bytes.length);
    } catch (error) {
      failure ??= sinkError(error, options.sink);
      options.onFailure(failure);
    }
  };

  const writeOut = async (block: Buffer<ArrayBuffer>, length: number, offset: number) => {
    await write(block.subarray(0, length), offset);
    free.push(block);
    for (const go of waiting.splice(0)) {
      go();
    }
  };

  const track = (writing: Promise<void>) => {
    pending.add(writing);
    writing.finally(() => pending.delete(writing));
    return writing;
  };

  const room = async () => {
    while (free.length < options.lanes * blocksPerRead) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
  };

  return {
    lane(start) {
      let block: Buffer<ArrayBuffer> | undefined;
      let filled = 0;
      let offset = start;
      const flush = () => {
        if (block !== undefined && filled > 0) {
          track(writeOut(block, filled, offset));
          offset += filled;
          block = undefined;
          filled = 0;
        }
      };
      return {
        flush,
        write(bytes) {
          for (let taken = 0; taken < bytes.length; ) {
            block ??= free.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
            const part = bytes.subarray(taken, taken + blockBytes - filled);
            block.set(part, filled);
            filled += part.length;
            taken += part.length;
            if (filled === blockBytes) {
              flush();
            }
          }
          return free.length < options.lanes * blocksPerRead ? room() : undefined;
        },
      };
    },
    async put(offset, bytes) {
      await track(write(bytes, offset));
      if (failure !== undefined) throw failure;
    },
    async settled() {
      while (pending.size > 0) {
        await Promise.all(pending);
      }
      if (failure !== undefined) throw failure;
    },
  };
}

export function sinkError(error: unknown, sink: string): WebbootError {
  const full =
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EFBIG');
  return new WebbootError(
    full ? 'too-large' : 'sink-failed',
    full ? `${sink} is full.` : `Writing to ${sink} failed: ${String(error)}`,
    {
      subject: sink,
      remedy: full
        ? 'Make room there, or choose another place.'
        : 'Check the device and its cable.',
      cause: error,
    },
  );
}
