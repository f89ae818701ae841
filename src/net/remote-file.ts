import type { OnNote } from '../ports/network.ts';
import type { RemoteFile } from '../ports/random-access.ts';
import { orCancelled } from '../storage/cancellation.ts';
import type { HttpClient } from './http-client.ts';
import { createRangeReader, type RangeReader } from './range-reader.ts';

const blockBytes = 64 * 1024;
/** An ISO's descriptors, and mostly its root directory, lie within its first 256 KiB. */
const openingBlocks = 4;
const readAheadMaxBlocks = 64;
const cacheBlocks = 256;

/**
 * A remote file as RandomAccess. Blocks of 64 KiB are kept (16 MiB at most); a read that goes on
 * where the last request ended fetches twice as far ahead each time, up to 4 MiB. Throws
 * WebbootError: `range-unsupported` at once where the server cannot send parts. It closes the client in the end.
 */
export async function openRemoteFile(
  client: HttpClient,
  urls: readonly string[],
  signal?: AbortSignal,
  onNote?: OnNote,
): Promise<RemoteFile> {
  const closing = new AbortController();
  const reader = createRangeReader(client, urls, onNote);
  try {
    const first = await reader.read(0, openingBlocks * blockBytes - 1, signal);
    return cachedFile(reader, first, closing.signal, async () => {
      closing.abort();
      await client.close();
    });
  } catch (error) {
    await client.close();
    throw error;
  }
}

function cachedFile(
  reader: RangeReader,
  opening: { readonly bytes: Uint8Array; readonly size: number },
  closed: AbortSignal,
  close: () => Promise<void>,
): RemoteFile {
  const { size } = opening;
  const blocks = new Map<number, Promise<Uint8Array>>();
  const blockCount = Math.ceil(size / blockBytes);
  let runEnd = openingBlocks;
  let readAhead = 1;

  const keep = (index: number, bytes: Promise<Uint8Array>) => {
    blocks.delete(index);
    blocks.set(index, bytes);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= cacheBlocks) break;
      blocks.delete(oldest);
    }
  };

  const fetchRun = (from: number, to: number) => {
    const run = reader.read(from * blockBytes, Math.min(size, to * blockBytes) - 1, closed);
    for (let index = from; index < to; index += 1) {
      const start = (index - from) * blockBytes;
      const block = run.then(({ bytes }) => bytes.slice(start, start + blockBytes));
      // A failure is told to whoever waits for the block, and not kept for the next one.
      block.catch(() => blocks.delete(index));
      keep(index, block);
    }
  };

  /** Asks for the missing blocks of [from, to) in as few requests as their gaps allow. */
  const request = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const known = blocks.get(index);
      if (known !== undefined) {
        keep(index, known);
        continue;
      }
      let end = index + 1;
      while (end < to && !blocks.has(end)) {
        end += 1;
      }
      readAhead = index === runEnd ? Math.min(readAheadMaxBlocks, readAhead * 2) : 1;
      const ahead = Math.min(blockCount, Math.max(end, index + readAhead));
      while (end < ahead && !blocks.has(end)) {
        end += 1;
      }
      runEnd = end;
      fetchRun(index, end);
    }
  };

  opening.bytes.length > 0 && seed(opening.bytes, keep);

  return {
    size,
    get url() {
      return reader.url;
    },
    get requests() {
      return reader.requests;
    },
    get bytesRead() {
      return reader.bytesRead;
    },
    close,
    async read(offset, length, readOptions) {
      const end = Math.min(size, offset + length);
      const result = new Uint8Array(Math.max(0, end - offset));
      // In steps, so that a long read never has more in flight than the cache holds.
      for (let at = offset; at < end; ) {
        const step = Math.min(end, at + readAheadMaxBlocks * blockBytes);
        const from = Math.floor(at / blockBytes);
        const to = Math.ceil(step / blockBytes);
        request(from, to);
        const parts = Array.from({ length: to - from }, (_, index) => blocks.get(from + index));
        // One reader's cancelling leaves the request to those who wait for the same blocks.
        const bytes = await orCancelled(Promise.all(parts), readOptions?.signal);
        for (const [index, block] of bytes.entries()) {
          const start = (from + index) * blockBytes;
          const inner = block?.subarray(Math.max(0, at - start), step - start);
          result.set(inner ?? [], Math.max(at, start) - offset);
        }
        at = step;
      }
      return result;
    },
  };
}

function seed(bytes: Uint8Array, keep: (index: number, block: Promise<Uint8Array>) => void): void {
  for (let index = 0; index * blockBytes < bytes.length; index += 1) {
    keep(index, Promise.resolve(bytes.slice(index * blockBytes, (index + 1) * blockBytes)));
  }
}
