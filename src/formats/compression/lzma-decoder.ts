import { FormatError } from '../../errors.ts';
import { LzmaWindow } from './lzma-window.ts';
import { RangeDecoder } from './range-decoder.ts';

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

/**
 * LZMA as its specification (LZMA SDK, lzma-specification.txt) has it. Input is given a piece at a
 * time, and output is taken as it comes.
 */
export class LzmaDecoder {
  readonly #window: LzmaWindow;
  readonly #range = new RangeDecoder();
  #properties: LzmaProperties = { lc: 0, lp: 0, pb: 0 };
  #state = 0;
  readonly #reps = [0, 0, 0, 0];

  constructor(dictionaryBytes: number) {
    this.#window = new LzmaWindow(dictionaryBytes);
  }

  resetDictionary(): void {
    this.#window.reset();
  }

  resetState(properties: LzmaProperties): void {
    this.#properties = properties;
    this.#range.reset(literals + (0x300 << (properties.lc + properties.lp)));
    this.#state = 0;
    this.#reps.fill(0);
  }

  /** With the same properties; where LZMA2 says so. */
  resetStateOnly(): void {
    this.resetState(this.#properties);
  }

  /** The five bytes that the data starts with. */
  startRange(bytes: Uint8Array, offset: number): void {
    this.#window.open();
    this.#range.start(bytes, offset);
  }

  setInput(input: Uint8Array): void {
    this.#range.setInput(input);
  }

  get consumed(): number {
    return this.#range.consumed;
  }

  /** Uncompressed bytes that belong to the window. At most 64 KiB at a time. */
  store(bytes: Uint8Array): void {
    this.#window.open();
    for (const byte of bytes) this.#window.put(byte);
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
    const start = this.#window.position;
    let made = 0;
    let ended = false;
    while (made < bounds.limit && this.#range.consumed <= bounds.inputEnd) {
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
    if (this.#range.hasOverrun) {
      throw new FormatError('lzma', bounds.offset, 'ends within the data');
    }
    return { bytes: this.#window.since(start, made), ended };
  }

  /** Bytes made; 0 at the end mark, -1 for a match that reaches out of the window. */
  #symbol(): number {
    const posState = this.#window.total & ((1 << this.#properties.pb) - 1);
    if (this.#range.bit(isMatch + (this.#state << 4) + posState) === 0) {
      this.#literal();
      return 1;
    }
    const repeats = this.#range.bit(isRep + this.#state) === 1;
    return repeats ? this.#repeat(posState) : this.#match(posState);
  }

  #literal(): void {
    const { lc, lp } = this.#properties;
    const window = this.#window;
    const range = this.#range;
    const previous = window.filled === 0 ? 0 : window.back(1);
    const context = ((window.total & ((1 << lp) - 1)) << lc) + (previous >> (8 - lc));
    const base = literals + 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7 && window.filled > (this.#reps[0] ?? 0)) {
      let match = window.back((this.#reps[0] ?? 0) + 1);
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const bit = range.bit(base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(base + symbol);
    window.put(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #match(posState: number): number {
    const length = this.#length(matchLength, posState);
    this.#state = this.#state < 7 ? 7 : 10;
    const distance = this.#distance(length);
    this.#reps.copyWithin(1, 0, 3);
    this.#reps[0] = distance;
    return distance === 0xffffffff ? 0 : this.#window.copy(distance + 1, length);
  }

  #repeat(posState: number): number {
    const reps = this.#reps;
    const range = this.#range;
    if (range.bit(isRepG0 + this.#state) === 0) {
      if (range.bit(isRep0Long + (this.#state << 4) + posState) === 0) {
        this.#state = this.#state < 7 ? 9 : 11;
        return this.#window.copy((reps[0] ?? 0) + 1, 1);
      }
    } else {
      const index =
        range.bit(isRepG1 + this.#state) === 0 ? 1 : range.bit(isRepG2 + this.#state) === 0 ? 2 : 3;
      const distance = reps[index] ?? 0;
      reps.copyWithin(1, 0, index);
      reps[0] = distance;
    }
    const length = this.#length(repLength, posState);
    this.#state = this.#state < 7 ? 8 : 11;
    return this.#window.copy((reps[0] ?? 0) + 1, length);
  }

  #length(base: number, posState: number): number {
    const range = this.#range;
    if (range.bit(base) === 0) return 2 + range.tree(base + 2 + (posState << 3), 3);
    if (range.bit(base + 1) === 0) return 10 + range.tree(base + 130 + (posState << 3), 3);
    return 18 + range.tree(base + 258, 8);
  }

  #distance(length: number): number {
    const range = this.#range;
    const slot = range.tree(posSlot + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return high + range.reverseTree(posSpecial + high - slot, bits);
    const middle = range.direct(bits - 4) * 16;
    return (high + middle + range.reverseTree(posAlign, 4)) >>> 0;
  }
}
