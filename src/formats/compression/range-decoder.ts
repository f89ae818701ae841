import { FormatError } from '../../errors.ts';

/** An even chance, of 2048. */
const half = 1024;

/**
 * The range decoder of LZMA (LZMA SDK, lzma-specification.txt) with its table of probabilities, which
 * its user divides among contexts. Input is given a piece at a time.
 */
export class RangeDecoder {
  #probabilities = new Uint16Array(0);
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #range = 0;
  #code = 0;

  /** All of `count` probabilities even. */
  reset(count: number): void {
    if (this.#probabilities.length !== count) this.#probabilities = new Uint16Array(count);
    this.#probabilities.fill(half);
  }

  /** The five bytes that a range coder starts with. */
  start(bytes: Uint8Array, offset: number): void {
    if (bytes[0] !== 0) throw new FormatError('lzma', offset, 'a range coder starts with no zero');
    this.#range = 0xffffffff;
    this.#code = new DataView(bytes.buffer, bytes.byteOffset, 5).getUint32(1);
  }

  setInput(input: Uint8Array): void {
    this.#input = input;
    this.#at = 0;
  }

  /** Of the input; more than it has where it ended too early. */
  get consumed(): number {
    return this.#at;
  }

  get hasOverrun(): boolean {
    return this.#at > this.#input.length;
  }

  /** A bit by the probability at `index`, which learns from it. */
  bit(index: number): number {
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

  /** Bits with even chances, the highest first. */
  direct(count: number): number {
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

  /** A number of so many bits, the highest first. */
  tree(base: number, bits: number): number {
    let symbol = 1;
    for (let left = bits; left > 0; left -= 1) symbol = (symbol << 1) | this.bit(base + symbol);
    return symbol - (1 << bits);
  }

  /** A number of so many bits, the lowest first. */
  reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  #normalize(): void {
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#input[this.#at] ?? 0)) >>> 0;
    this.#at += 1;
  }
}
