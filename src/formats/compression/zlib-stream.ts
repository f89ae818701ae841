import type { Transform, TransformOptions } from 'node:stream';
import { FormatError } from '../../errors.ts';

/** A decompressor of node:zlib; `bytesWritten` counts the compressed bytes that it really took. */
export type ZlibStream = Transform & { readonly bytesWritten: number };

/**
 * Every piece goes through the thread pool once; large ones wait less for it. Some may be unpacked
 * there while the ones before are looked at: node:zlib hands that limit on to its stream.
 */
export const zlibOptions: { readonly chunkSize: number } & Pick<
  TransformOptions,
  'readableHighWaterMark'
> = {
  chunkSize: 1 << 20,
  readableHighWaterMark: 4 << 20,
};

/** Gives bytes to the decompressor and yields how many it took: fewer where its stream has ended. */
export type Feed = (bytes: Uint8Array) => Promise<number>;

/**
 * What a decompressor of node:zlib makes of the bytes that `supply` feeds it, one piece at a time,
 * so that no more than a piece is taken that may belong to what follows.
 */
export async function* runZlib(
  stream: ZlibStream,
  supply: (feed: Feed) => Promise<void>,
  at: { readonly format: string; readonly offset: number },
): AsyncGenerator<Uint8Array> {
  const over = new Promise<void>((resolve) => {
    stream.once('end', resolve).once('close', resolve);
  });
  const feed: Feed = async (bytes) => {
    const before = stream.bytesWritten;
    const written = new Promise<void>((resolve) => stream.write(bytes, () => resolve()));
    await Promise.race([written, over]);
    return stream.bytesWritten - before;
  };
  const supplied = supply(feed).then(
    () => void stream.end(),
    (error: Error) => void stream.destroy(error),
  );
  try {
    for await (const chunk of stream) yield chunk;
    await supplied;
  } catch (error) {
    if (error instanceof FormatError || !isZlibError(error)) throw error;
    throw new FormatError(at.format, at.offset, `damaged: ${error.message}`, { cause: error });
  } finally {
    stream.destroy();
  }
}

/** Errors of the medium below are not the format's. */
function isZlibError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && /^(Z|ZSTD|ERR_BUFFER)_/i.test(`${error.code}`)
  );
}
