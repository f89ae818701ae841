import { FormatError } from '../../src/errors.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import type { RandomAccess } from '../../src/ports/random-access.ts';

const hugeBytes = 8 * 2 ** 30;
/** More than any parser has a reason to ask for at once. */
const mostAtOnce = 32 << 20;

/**
 * An image of 8 GiB that begins with the bytes, with zeros behind them: what a length in it says is
 * not refused because the image ends. Throws Error for a read that would fill the memory.
 */
export function hugeAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: hugeBytes,
    async read(offset, length) {
      if (length > mostAtOnce) throw new Error(`${length} bytes are asked for at once`);
      const result = new Uint8Array(Math.max(0, Math.min(length, hugeBytes - offset)));
      result.set(bytes.subarray(offset, offset + result.length));
      return result;
    },
  };
}

/** Reads the bytes as the start of a huge image, and as an image of their own. Throws what the latter throws. */
export async function readBoth(
  bytes: Uint8Array,
  read: (image: RandomAccess) => Promise<unknown>,
): Promise<void> {
  try {
    await read(hugeAccess(bytes));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  await read(memoryAccess(bytes));
}
