import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Reads parts of written pieces, for machines that ask for many small ones. */
export interface PieceReader {
  /** All of the bytes; they must have been written, and not change any more. Rejects where they cannot be read. */
  read(start: number, end: number, within: Span): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What pieces are read from. */
export interface PieceSource {
  readonly path: string;
  /** Gives how many bytes there were; fewer only at the end. */
  read(into: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** What around the bytes may be read with them: the piece. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const chunkBytes = 256 * 1024;
/** 8 MiB in all. */
const mostChunks = 32;

export async function openPieceReader(path: string): Promise<PieceReader> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return createPieceReader({
    path,
    read: async (into, offset) => (await file.read(into, 0, into.length, offset)).bytesRead,
    close: () => file.close(),
  });
}

/** Reads in chunks of 256 KiB, and keeps the last ones: who asks for a block asks for the next one soon. */
export function createPieceReader({ path, read, close }: PieceSource): PieceReader {
  /** The oldest first. */
  const chunks = new Map<number, Promise<Uint8Array>>();
  const load = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafeSlow(end - start);
    if ((await read(bytes, start)) < bytes.length) throw new Error(`${path} ends before ${end}.`);
    return bytes;
  };
  const chunk = (start: number, end: number): Promise<Uint8Array> => {
    const known = chunks.get(start);
    if (known !== undefined) return known;
    const loading = load(start, end);
    chunks.set(start, loading);
    loading.catch(() => chunks.delete(start));
    for (const oldest of chunks.keys()) {
      if (chunks.size <= mostChunks) break;
      chunks.delete(oldest);
    }
    return loading;
  };
  return {
    async read(start, end, within) {
      const parts: Uint8Array[] = [];
      for (let at = start; at < end; ) {
        const from = within.start + Math.floor((at - within.start) / chunkBytes) * chunkBytes;
        const to = Math.min(from + chunkBytes, within.end);
        const bytes = await chunk(from, to);
        parts.push(bytes.subarray(at - from, Math.min(end, to) - from));
        at = Math.min(end, to);
      }
      const [first = new Uint8Array(0)] = parts;
      return parts.length <= 1 ? first : Buffer.concat(parts);
    },
    close,
  };
}
