/** Which pieces somebody has, as bytes on the wire have it: the first piece is the highest bit (BEP 3). */
export interface BitSet {
  readonly count: number;
  has(piece: number): boolean;
  /** False if it was there. */
  add(piece: number): boolean;
  remove(piece: number): void;
  /** The first piece from this one on that both have. */
  nextIn(other: BitSet, from: number): number | undefined;
  /** Eight pieces. */
  byte(at: number): number;
  /** A copy, for the wire. */
  bytes(): Uint8Array;
}

export function createBitSet(pieces: number): BitSet {
  const bytes = new Uint8Array(Math.ceil(pieces / 8));
  let count = 0;
  const has = (piece: number) => ((bytes[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0;
  return {
    get count() {
      return count;
    },
    has,
    add(piece) {
      if (has(piece) || piece >= pieces) return false;
      bytes[piece >> 3] = (bytes[piece >> 3] ?? 0) | (0x80 >> (piece & 7));
      count += 1;
      return true;
    },
    remove(piece) {
      if (!has(piece)) return;
      bytes[piece >> 3] = (bytes[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7));
      count -= 1;
    },
    nextIn(other, from) {
      for (let piece = from; piece < pieces; piece = (piece | 7) + 1) {
        const at = piece >> 3;
        const both = (bytes[at] ?? 0) & other.byte(at) & (0xff >> (piece & 7));
        if (both !== 0) return at * 8 + Math.clz32(both) - 24;
      }
      return undefined;
    },
    byte: (at) => bytes[at] ?? 0,
    bytes: () => bytes.slice(),
  };
}

/** The pieces that a bit field names; undefined if it is not one of so many pieces. */
export function piecesIn(bits: Uint8Array, pieces: number): readonly number[] | undefined {
  if (bits.length !== Math.ceil(pieces / 8)) return undefined;
  const found: number[] = [];
  for (const [at, byte] of bits.entries()) {
    for (let bit = 0; bit < 8; bit += 1) {
      if ((byte & (0x80 >> bit)) !== 0) found.push(at * 8 + bit);
    }
  }
  return (found.at(-1) ?? 0) < pieces ? found : undefined;
}
