import type { RandomAccess } from '../ports/random-access.ts';

/** An image that is still being written: what lies before its front can be read. */
export interface ArrivingAccess extends RandomAccess {
  /** Everything before it has been written, and stays unless the front goes back. */
  advance(front: number): void;
}

interface Waiting {
  readonly end: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The first `size` bytes of an image that is written from its start on; a read past the front waits
 * for it. A front that goes back means that the writing began anew: from then on nothing can be
 * read, since what was read before may be of other bytes.
 */
export function arrivingAccess(image: RandomAccess, size: number): ArrivingAccess {
  const waiting = new Set<Waiting>();
  let front = 0;
  let begunAnew: Error | undefined;

  const written = (end: number, signal: AbortSignal | undefined): Promise<void> | undefined => {
    signal?.throwIfAborted();
    if (begunAnew !== undefined) throw begunAnew;
    if (end <= front) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry = { end, resolve, reject };
    const abort = () => reject(signal?.reason);
    waiting.add(entry);
    signal?.addEventListener('abort', abort, { once: true });
    return promise.finally(() => {
      waiting.delete(entry);
      signal?.removeEventListener('abort', abort);
    });
  };

  return {
    size,
    advance(reached) {
      if (reached < front) begunAnew = new Error('the image is being written anew');
      front = reached;
      for (const entry of waiting) {
        if (begunAnew !== undefined) entry.reject(begunAnew);
        else if (entry.end <= front) entry.resolve();
      }
    },
    async read(offset, length, options) {
      const start = Math.min(Math.max(offset, 0), size);
      const end = Math.min(Math.max(offset + length, start), size);
      await written(end, options?.signal);
      const bytes = await image.read(start, end - start, options);
      // What has been written can be read whole; the caller would take what is missing for the end.
      if (begunAnew !== undefined) throw begunAnew;
      if (bytes.length !== end - start) throw new Error(`only ${bytes.length} bytes at ${start}`);
      return bytes;
    },
  };
}
