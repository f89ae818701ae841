import type { RandomAccess } from '../ports/random-access.ts';

/**
 * The same image, read in aligned windows that are kept: many small reads near each other cost one
 * request. Reads of more than a window pass by the cache. The oldest windows go first.
 */
export function cachedAccess(
  image: RandomAccess,
  options: { readonly windowBytes?: number; readonly maxWindows?: number } = {},
): RandomAccess {
  const { windowBytes = 128 << 10, maxWindows = 64 } = options;
  const windows = new Map<number, Promise<Uint8Array>>();

  function windowAt(index: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const known = windows.get(index);
    if (known !== undefined) return known;
    const oldest = windows.keys().next();
    if (windows.size >= maxWindows && !oldest.done) windows.delete(oldest.value);
    const read = image.read(index * windowBytes, windowBytes, signal && { signal });
    windows.set(index, read);
    // A read that failed may be tried again.
    read.catch(() => windows.delete(index));
    return read;
  }

  return {
    size: image.size,
    async read(offset, length, readOptions) {
      const start = Math.min(Math.max(offset, 0), image.size);
      const end = Math.min(Math.max(offset + length, start), image.size);
      if (end - start > windowBytes) return image.read(start, end - start, readOptions);
      const result = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const index = Math.floor(at / windowBytes);
        const base = index * windowBytes;
        const window = await windowAt(index, readOptions?.signal);
        const part = window.subarray(at - base, end - base);
        result.set(part, at - start);
        at = base + windowBytes;
      }
      return result;
    },
  };
}
