/** The longest match. */
const longestMatch = 273;
/** For output that has not been taken. */
const slackBytes = 1 << 16;

/** The bytes made last, in a ring; matches copy out of it. */
export class LzmaWindow {
  #ring: Uint8Array = new Uint8Array(0);
  readonly #dictionaryBytes: number;
  #position = 0;
  #filled = 0;
  #total = 0;

  constructor(dictionaryBytes: number) {
    this.#dictionaryBytes = Math.max(dictionaryBytes, 4096);
  }

  /** Of the next byte, in the ring. */
  get position(): number {
    return this.#position;
  }

  /** How far back a match may reach. */
  get filled(): number {
    return this.#filled;
  }

  /** Bytes since the dictionary's start; its low bits are part of the contexts. */
  get total(): number {
    return this.#total;
  }

  reset(): void {
    this.#filled = 0;
    this.#total = 0;
  }

  /** To be called before anything is put: a block without data, of which a file may hold many, needs no ring. */
  open(): void {
    // Untouched pages cost nothing.
    if (this.#ring.length === 0) this.#ring = new Uint8Array(this.#dictionaryBytes + slackBytes);
  }

  put(byte: number): void {
    this.#ring[this.#position] = byte;
    this.#position += 1;
    this.#total += 1;
    if (this.#position === this.#ring.length) this.#position = 0;
    if (this.#filled < this.#dictionaryBytes) this.#filled += 1;
  }

  /** The byte so far back; 1 is the last. */
  back(distance: number): number {
    const from = this.#position - distance;
    return this.#ring[from < 0 ? from + this.#ring.length : from] ?? 0;
  }

  /** Repeats `length` bytes from so far back and gives their number; -1 where no such bytes are. */
  copy(distance: number, length: number): number {
    if (distance > this.#filled || length > longestMatch) return -1;
    const ring = this.#ring;
    const size = ring.length;
    let to = this.#position;
    let from = to - distance;
    if (from < 0) from += size;
    for (let left = length; left > 0; left -= 1) {
      ring[to] = ring[from] ?? 0;
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

  /** A copy of `length` bytes from an earlier `position` on; 64 KiB at most. */
  since(position: number, length: number): Uint8Array {
    const ring = this.#ring;
    if (position + length <= ring.length) return ring.slice(position, position + length);
    const head = ring.subarray(position);
    return Buffer.concat([head, ring.subarray(0, length - head.length)]);
  }
}
