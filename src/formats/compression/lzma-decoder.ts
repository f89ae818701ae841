import { FormatError } from '../../errors.ts';

/** The coding parameters: literal context bits, literal position bits, position bits. */
export interface LzmaProperties {
  readonly lc: number;
  readonly lp: number;
  readonly pb: number;
}

/** `properties` from the byte that both .lzma and LZMA2 carry. */
export function parseLzmaProperties(byte: number, offset: number): LzmaProperties {
  if (byte >= 225) throw new FormatError('lzma', offset, 'impossible coding properties');
  return { lc: byte % 9, lp: Math.floor(byte / 9) % 5, pb: Math.floor(byte / 45) };
}

const half = 1024;
/** Places in the table of probabilities; the names and sizes are those of the LZMA specification. */
const isMatch = 0;
const isRep = isMatch + 192;
const isRepG0 = isRep + 12;
const isRepG1 = isRepG0 + 12;
const isRepG2 = isRepG1 + 12;
const isRep0Long = isRepG2 + 12;
const posSlot = isRep0Long + 192;
const posSpecial = posSlot + 256;
const posAlign = posSpecial + 128;
const matchLength = posAlign + 16;
const repLength = matchLength + 514;
const literals = repLength + 514;

/** The most that one symbol takes of the input. */
export const symbolBytes = 20;
/** The longest match. */
const longestMatch = 273;

/**
 * LZMA as its specification (LZMA SDK, lzma-specification.txt) has it: a range decoder and a window.
 * Input is given a piece at a time, and output is taken as it comes.
 */
export class LzmaDecoder {
  readonly #window: Uint8Array;
  readonly #dictionaryBytes: number;
  #position = 0;
  #filled = 0;
  /** Bytes since the dictionary's start; its low bits are part of the contexts. */
  #total = 0;

  #properties: LzmaProperties = { lc: 0, lp: 0, pb: 0 };
  #probabilities = new Uint16Array(0);
  #state = 0;
  readonly #reps = [0, 0, 0, 0];

  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #range = 0;
  #code = 0;

  constructor(dictionaryBytes: number) {
    this.#dictionaryBytes = Math.max(dictionaryBytes, 4096);
    // Untouched pages cost nothing; the slack is for output that has not been taken.
    this.#window = new Uint8Array(this.#dictionaryBytes + (1 << 16));
  }

  resetDictionary(): void {
    this.#filled = 0;
    this.#total = 0;
  }

  resetState(properties: LzmaProperties): void {
    this.#properties = properties;
    const count = literals + (0x300 << (properties.lc + properties.lp));
    if (this.#probabilities.length !== count) this.#probabilities = new Uint16Array(count);
    this.#probabilities.fill(half);
    this.#state = 0;
    this.#reps.fill(0);
  }

  /** With the same properties; where LZMA2 says so. */
  resetStateOnly(): void {
    this.resetState(this.#properties);
  }

  /** The five bytes that a range coder starts with. */
  startRange(bytes: Uint8Array, offset: number): void {
    if (bytes[0] !== 0) throw new FormatError('lzma', offset, 'a range coder starts with no zero');
    this.#range = 0xffffffff;
    this.#code = new DataView(bytes.buffer, bytes.byteOffset, 5).getUint32(1);
  }

  setInput(input: Uint8Array): void {
    this.#input = input;
    this.#at = 0;
  }

  get consumed(): number {
    return this.#at;
  }

  /** Uncompressed bytes that belong to the window. At most 64 KiB at a time. */
  store(bytes: Uint8Array): void {
    for (const byte of bytes) this.#put(byte);
  }

  /**
   * Decodes until `limit` bytes (at most 32 KiB) are made or `inputEnd` is passed, and returns them;
   * the last match may go beyond `limit`, but never beyond `hardLimit`.
   */
  decode(bounds: {
    readonly limit: number;
    readonly hardLimit: number;
    readonly inputEnd: number;
    readonly offset: number;
  }): { readonly bytes: Uint8Array; readonly ended: boolean } {
    const start = this.#position;
    let made = 0;
    let ended = false;
    while (made < bounds.limit && this.#at <= bounds.inputEnd) {
      const step = this.#symbol();
      if (step === 0) {
        ended = true;
        break;
      }
      if (step < 0) throw new FormatError('lzma', bounds.offset, 'a match starts before the data');
      if (made + step > bounds.hardLimit) {
        throw new FormatError('lzma', bounds.offset, 'more data than its header says');
      }
      made += step;
    }
    if (this.#at > this.#input.length) {
      throw new FormatError('lzma', bounds.offset, 'ends within the data');
    }
    return { bytes: this.#since(start, made), ended };
  }

  #since(start: number, length: number): Uint8Array {
    const window = this.#window;
    if (start + length <= window.length) return window.slice(start, start + length);
    const head = window.subarray(start);
    return Buffer.concat([head, window.subarray(0, length - head.length)]);
  }

  #put(byte: number): void {
    this.#window[this.#position] = byte;
    this.#position += 1;
    this.#total += 1;
    if (this.#position === this.#window.length) this.#position = 0;
    if (this.#filled < this.#dictionaryBytes) this.#filled += 1;
  }

  /** Bytes made; 0 at the end mark, -1 for a match that reaches out of the window. */
  #symbol(): number {
    const posState = this.#total & ((1 << this.#properties.pb) - 1);
    if (this.#bit(isMatch + (this.#state << 4) + posState) === 0) {
      this.#literal();
      return 1;
    }
    return this.#bit(isRep + this.#state) === 0 ? this.#match(posState) : this.#repeat(posState);
  }

  #literal(): void {
    const { lc, lp } = this.#properties;
    const previous = this.#filled === 0 ? 0 : this.#back(1);
    const context = ((this.#total & ((1 << lp) - 1)) << lc) + (previous >> (8 - lc));
    const base = literals + 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7 && this.#filled > (this.#reps[0] ?? 0)) {
      let match = this.#back((this.#reps[0] ?? 0) + 1);
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const bit = this.#bit(base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(base + symbol);
    this.#put(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #match(posState: number): number {
    const length = this.#length(matchLength, posState);
    this.#state = this.#state < 7 ? 7 : 10;
    const distance = this.#distance(length);
    this.#reps.copyWithin(1, 0, 3);
    this.#reps[0] = distance;
    if (distance === 0xffffffff) return 0;
    return this.#copy(length);
  }

  #repeat(posState: number): number {
    const reps = this.#reps;
    if (this.#bit(isRepG0 + this.#state) === 0) {
      if (this.#bit(isRep0Long + (this.#state << 4) + posState) === 0) {
        this.#state = this.#state < 7 ? 9 : 11;
        return this.#copy(1);
      }
    } else {
      const index =
        this.#bit(isRepG1 + this.#state) === 0 ? 1 : this.#bit(isRepG2 + this.#state) === 0 ? 2 : 3;
      const distance = reps[index] ?? 0;
      reps.copyWithin(1, 0, index);
      reps[0] = distance;
    }
    const length = this.#length(repLength, posState);
    this.#state = this.#state < 7 ? 8 : 11;
    return this.#copy(length);
  }

  #copy(length: number): number {
    const distance = (this.#reps[0] ?? 0) + 1;
    if (distance > this.#filled || length > longestMatch) return -1;
    const window = this.#window;
    const size = window.length;
    let to = this.#position;
    let from = to - distance;
    if (from < 0) from += size;
    for (let left = length; left > 0; left -= 1) {
      window[to] = window[from] ?? 0;
      to += 1;
      from += 1;
      if (to === size) to = 0;
      if (from === size) from = 0;
    }
    this.#position = to;
    this.#filled = Math.min(this.#filled + length, this.#dictionaryBytes);
    this.#total += length;
    return length;
  }

  #back(distance: number): number {
    const from = this.#position - distance;
    return this.#window[from < 0 ? from + this.#window.length : from] ?? 0;
  }

  #length(base: number, posState: number): number {
    if (this.#bit(base) === 0) return 2 + this.#tree(base + 2 + (posState << 3), 3);
    if (this.#bit(base + 1) === 0) return 10 + this.#tree(base + 130 + (posState << 3), 3);
    return 18 + this.#tree(base + 258, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(posSlot + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return high + this.#reverseTree(posSpecial + high - slot, bits);
    const middle = this.#direct(bits - 4) * 16;
    return (high + middle + this.#reverseTree(posAlign, 4)) >>> 0;
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let left = bits; left > 0; left -= 1) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  #bit(index: number): number {
    const probability = this.#probabilities[index] ?? 0;
    const bound = (this.#range >>> 11) * probability;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((2048 - probability) >> 5);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      this.#probabilities[index] = probability - (probability >> 5);
      bit = 1;
    }
    if (this.#range < 0x1000000) this.#normalize();
    return bit;
  }

  #direct(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      this.#range = this.#range >>> 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      value = value * 2 + bit;
      if (this.#range < 0x1000000) this.#normalize();
    }
    return value;
  }

  #normalize(): void {
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#input[this.#at] ?? 0)) >>> 0;
    this.#at += 1;
  }
}
