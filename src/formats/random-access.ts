import type { RandomAccess } from '../ports/random-access.ts';

/** Bytes in memory as an image. The bytes are not copied until they are read. */
export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    async read(offset, length, options) {
      options?.signal?.throwIfAborted();
      const { start, end } = clamp(offset, length, bytes.length);
      // Not slice(): that of a Buffer shares its memory.
      return new Uint8Array(bytes.subarray(start, end));
    },
  };
}

/** A part of an image as an image of its own; the part ends where the image does. */
export function subAccess(image: RandomAccess, offset: number, length: number): RandomAccess {
  const part = clamp(offset, length, image.size);
  return {
    size: part.end - part.start,
    read(at, count, options) {
      const { start, end } = clamp(at, count, part.end - part.start);
      return image.read(part.start + start, end - start, options);
    },
  };
}

/** Several images one after the other, as one: the extents of a file. */
export function concatAccess(parts: readonly RandomAccess[]): RandomAccess {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    async read(offset, length, options) {
      const { start, end } = clamp(offset, length, size);
      const result = new Uint8Array(end - start);
      let base = 0;
      for (const part of parts) {
        const from = Math.max(start, base);
        const to = Math.min(end, base + part.size);
        if (from < to) result.set(await part.read(from - base, to - from, options), from - start);
        base += part.size;
        if (base >= end) break;
      }
      return result;
    },
  };
}

export interface CountedAccess extends RandomAccess {
  readonly requests: number;
  readonly bytesRead: number;
}

/** The same image, counting what is read of it. */
export function countReads(image: RandomAccess): CountedAccess {
  let requests = 0;
  let bytesRead = 0;
  return {
    size: image.size,
    get requests() {
      return requests;
    },
    get bytesRead() {
      return bytesRead;
    },
    async read(offset, length, options) {
      const bytes = await image.read(offset, length, options);
      requests += 1;
      bytesRead += bytes.length;
      return bytes;
    },
  };
}

/** The image from its start to its end, a piece at a time; nothing is read ahead of the consumer. */
export async function* readChunks(
  image: RandomAccess,
  options: { readonly chunkBytes?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const { chunkBytes = 1 << 20, signal } = options;
  for (let offset = 0; offset < image.size; offset += chunkBytes) {
    yield await image.read(offset, chunkBytes, signal === undefined ? {} : { signal });
  }
}

function clamp(offset: number, length: number, size: number): { start: number; end: number } {
  const start = Math.min(Math.max(offset, 0), size);
  return { start, end: Math.min(Math.max(offset + length, start), size) };
}
