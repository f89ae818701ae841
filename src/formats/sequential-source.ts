import type { RandomAccess } from '../ports/random-access.ts';
import type { ByteSource } from './byte-reader.ts';

const leastBytes = 64 << 10;
const mostBytes = 1 << 20;

/**
 * An image from its start to its end, for a byte reader. The next piece is on its way while one is
 * taken apart; pieces double in size as long as nothing is passed over.
 */
export function sequentialSource(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): ByteSource {
  /** Where the piece after the one under way starts. */
  let offset = 0;
  let pieceBytes = leastBytes;
  let underWay = request();

  function request(): { readonly bytes: number; readonly piece: Promise<Uint8Array> } {
    const bytes = Math.min(pieceBytes, image.size - offset);
    const piece =
      bytes === 0 ? Promise.resolve(new Uint8Array(0)) : image.read(offset, bytes, options);
    // Met again by whoever waits for it; until then a failure must not count as unhandled.
    piece.catch(() => undefined);
    offset += bytes;
    return { bytes, piece };
  }

  return {
    skip(length) {
      const before = offset - underWay.bytes;
      const passed = Math.min(length, image.size - before);
      if (passed < underWay.bytes) {
        const rest = underWay.piece.then((bytes) => bytes.subarray(passed));
        rest.catch(() => undefined);
        underWay = { bytes: underWay.bytes - passed, piece: rest };
      } else {
        offset = before + passed;
        pieceBytes = leastBytes;
        underWay = request();
      }
      return passed;
    },
    async *[Symbol.asyncIterator]() {
      while (underWay.bytes > 0) {
        const { piece } = underWay;
        const bytes = await piece;
        pieceBytes = Math.min(pieceBytes * 2, mostBytes);
        underWay = request();
        yield bytes;
      }
    },
  };
}
