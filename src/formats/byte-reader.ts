import { FormatError } from '../errors.ts';

/** Where a reader's bytes come from. */
export interface ByteSource extends AsyncIterable<Uint8Array> {
  /** Passes over bytes that have not been given yet, where that costs less than to give them; tells how many. */
  skip?(length: number): number;
}

/** A stream of bytes that a parser takes apart; holds no more than a parser looks ahead. */
export interface ByteReader {
  /** Of the next byte, from the stream's start. */
  readonly offset: number;
  /** What is at hand without a copy, at least one byte; empty only at the stream's end. */
  available(): Promise<Uint8Array>;
  /** Passes `length` bytes and returns them if they are at hand: what saves small records the wait. */
  takeNow(length: number): Uint8Array | undefined;
  /** The next `length` bytes without passing them; fewer only at the stream's end. */
  peek(length: number): Promise<Uint8Array>;
  /** Passes bytes that `available` or `peek` has just given. */
  advance(length: number): void;
  /** The next `length` bytes. A stream that ends before is a FormatError that names `what`. */
  take(length: number, what: string): Promise<Uint8Array>;
  /** The next `length` bytes in pieces of the stream's own size, for what should not sit in memory. */
  pieces(length: number, what: string): AsyncGenerator<Uint8Array>;
  /** Passes the next `length` bytes, without reading them where the source can do so. */
  skip(length: number, what: string): Promise<void>;
  /** Ends the stream before its end. */
  close(): Promise<void>;
}

/** `format` is the name that errors carry. */
export function createByteReader(source: ByteSource, format: string): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let buffer: Uint8Array = new Uint8Array(0);
  let position = 0;
  let offset = 0;

  /** What of a piece was not needed yet. */
  let ahead: Uint8Array | undefined;

  async function more(): Promise<Uint8Array | undefined> {
    if (ahead !== undefined) {
      const piece = ahead;
      ahead = undefined;
      return piece;
    }
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return undefined;
      if (value.length > 0) return value;
    }
  }

  function advance(length: number): void {
    position += length;
    offset += length;
  }

  async function available(): Promise<Uint8Array> {
    if (position === buffer.length) {
      buffer = (await more()) ?? new Uint8Array(0);
      position = 0;
    }
    return buffer.subarray(position);
  }

  async function peek(length: number): Promise<Uint8Array> {
    if (position === buffer.length && length > 0) await available();
    const parts = [buffer.subarray(position)];
    for (let missing = length - (buffer.length - position); missing > 0; ) {
      const piece = await more();
      if (piece === undefined) break;
      // Pieces are large: only what bridges two of them is copied. Of that as much as was asked for:
      // a parser that looks far ahead and goes on by a few bytes would copy all of it each time.
      const copied = Math.max(missing, length);
      if (piece.length > copied) ahead = piece.subarray(copied);
      parts.push(piece.subarray(0, copied));
      missing -= piece.length;
    }
    if (parts.length > 1) {
      buffer = Buffer.concat(parts);
      position = 0;
    }
    return buffer.subarray(position, position + length);
  }

  async function* pieces(length: number, what: string): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      const bytes = (await available()).subarray(0, left);
      if (bytes.length === 0) throw ended(what);
      advance(bytes.length);
      left -= bytes.length;
      yield bytes;
    }
  }

  const ended = (what: string) => new FormatError(format, offset, `ends within ${what}`);

  return {
    get offset() {
      return offset;
    },
    available,
    takeNow(length) {
      if (buffer.length - position < length) return undefined;
      const bytes = buffer.subarray(position, position + length);
      advance(length);
      return bytes;
    },
    peek,
    advance,
    async take(length, what) {
      const bytes = await peek(length);
      if (bytes.length < length) throw ended(what);
      advance(length);
      return bytes;
    },
    pieces,
    async skip(length, what) {
      const held = Math.min(length, buffer.length - position);
      advance(held);
      if (held === length) return;
      const unread = ahead === undefined ? (source.skip?.(length - held) ?? 0) : 0;
      offset += unread;
      for await (const _ of pieces(length - held - unread, what));
    },
    async close() {
      await iterator.return?.();
    },
  };
}

/** Passes zeros: what lies between archives. */
export async function skipZeros(reader: ByteReader): Promise<void> {
  for (;;) {
    const bytes = await reader.available();
    if (bytes.length === 0) return;
    let zeros = 0;
    while (zeros < bytes.length && bytes[zeros] === 0) zeros += 1;
    reader.advance(zeros);
    if (zeros < bytes.length) return;
  }
}
