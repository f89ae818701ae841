import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import type { RandomAccess } from '../../ports/random-access.ts';
import { readChunks, subAccess } from '../random-access.ts';

/** Lets yauzl read from any image; keeps the error of a read apart from those of the format. */
export class AccessReader extends RandomAccessReader {
  readonly #access: RandomAccess;
  readonly #signal: AbortSignal | undefined;
  /** What a read of the image threw, which is no fault of the zip. */
  readError: unknown;

  constructor(access: RandomAccess, signal: AbortSignal | undefined) {
    super();
    this.#access = access;
    this.#signal = signal;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#chunks(start, end), { objectMode: false });
  }

  async *#chunks(start: number, end: number): AsyncGenerator<Uint8Array> {
    const signal = this.#signal;
    const part = subAccess(this.#access, start, end - start);
    try {
      yield* readChunks(part, signal === undefined ? {} : { signal });
    } catch (error) {
      this.readError = error;
      throw error;
    }
  }
}
