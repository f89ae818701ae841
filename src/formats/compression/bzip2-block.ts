import { FormatError } from '../../errors.ts';

/** Bits from the most significant on. */
export interface BitReader {
  /** Up to 24 bits. */
  bits(count: number): number;
  /** Bits passed since the start. */
  readonly position: number;
}

/** @param at the offset of `bytes` in the file, for errors. */
export function createBitReader(bytes: Uint8Array, start: number, at: number): BitReader {
  let position = start;
  return {
    bits(count) {
      if (position + count > bytes.length * 8) {
        throw new FormatError('bzip2', at + bytes.length, 'ends within a block');
      }
      let value = 0;
      for (let left = count; left > 0; ) {
        const free = 8 - (position & 7);
        const step = Math.min(free, left);
        const byte = bytes[position >> 3] ?? 0;
        value = (value << step) | ((byte >> (free - step)) & ((1 << step) - 1));
        position += step;
        left -= step;
      }
      return value;
    },
    get position() {
      return position;
    },
  };
}

interface HuffmanTable {
  readonly minLength: number;
  readonly maxLength: number;
  /** By length: the largest code of it, and what to subtract for its place in `symbols`. */
  readonly limits: Int32Array;
  readonly offsets: Int32Array;
  readonly symbols: Uint16Array;
}

const groupSymbols = 50;
const longestCode = 20;

/** Room for the symbols of one block after another. */
export interface BlockRoom {
  /** Of the largest block. */
  readonly most: number;
  /** At least so long; keeps what it holds. */
  column(least: number): Int32Array;
}

const firstSymbols = 1 << 14;

/** It grows with what comes: streams of a few bytes each must not take megabytes each. */
export function createBlockRoom(most: number): BlockRoom {
  let column = new Int32Array(0);
  return {
    most,
    column(least) {
      if (least > column.length) {
        const larger = new Int32Array(
          Math.min(most, Math.max(least, 2 * column.length, firstSymbols)),
        );
        larger.set(column);
        column = larger;
      }
      return column;
    },
  };
}

/**
 * The data of a block behind its CRC, before the first run-length coding is undone. There is no
 * specification by bzip2's author; "BZIP2: Format Specification" by Joe Tsai names the steps.
 * What `room` holds does not matter.
 */
export function decodeBlock(
  reader: BitReader,
  { room, at }: { readonly room: BlockRoom; readonly at: number },
): Uint8Array {
  const damaged = (what: string) => new FormatError('bzip2', at, what);
  if (reader.bits(1) === 1) throw damaged('a randomised block, obsolete since 1999');
  const origin = reader.bits(24);
  const alphabet = readAlphabet(reader);
  const tableCount = reader.bits(3);
  const selectorCount = reader.bits(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0 || alphabet.length === 0) {
    throw damaged('impossible tables');
  }
  const selectors = readSelectors(reader, { tableCount, selectorCount, at });
  const tables = Array.from({ length: tableCount }, () =>
    readTable(reader, alphabet.length + 2, at),
  );

  const blockBytes = room.most;
  let column = room.column(0);
  const counts = new Int32Array(256);
  const endOfBlock = alphabet.length + 1;
  let size = 0;
  let run = 0;
  let runStep = 1;
  for (let group = 0; ; group += 1) {
    const table = tables[selectors[group] ?? -1];
    if (table === undefined) throw damaged('data beyond its tables');
    for (let index = 0; index < groupSymbols; index += 1) {
      const symbol = readSymbol(reader, table, at);
      if (symbol <= 1) {
        run += runStep << symbol;
        runStep <<= 1;
        if (run > blockBytes) throw damaged('more data than a block holds');
        continue;
      }
      if (run > 0) {
        const byte = alphabet[0] ?? 0;
        if (size + run > blockBytes) throw damaged('more data than a block holds');
        column = room.column(size + run);
        column.fill(byte, size, size + run);
        counts[byte] = (counts[byte] ?? 0) + run;
        size += run;
        run = 0;
        runStep = 1;
      }
      if (symbol === endOfBlock) {
        if (origin >= size) throw damaged('a start outside of the block');
        return undoSorting({ column, counts, size, origin });
      }
      if (size === blockBytes) throw damaged('more data than a block holds');
      const byte = moveToFront(alphabet, symbol - 1);
      if (size === column.length) column = room.column(size + 1);
      column[size] = byte;
      counts[byte] = (counts[byte] ?? 0) + 1;
      size += 1;
    }
  }
}

/** The inverse of the Burrows-Wheeler transform, by counting. */
function undoSorting(block: {
  readonly column: Int32Array;
  readonly counts: Int32Array;
  readonly size: number;
  readonly origin: number;
}): Uint8Array {
  const { column, counts, size, origin } = block;
  const starts = new Int32Array(256);
  for (let byte = 1; byte < 256; byte += 1) {
    starts[byte] = (starts[byte - 1] ?? 0) + (counts[byte - 1] ?? 0);
  }
  for (let index = 0; index < size; index += 1) {
    const byte = (column[index] ?? 0) & 0xff;
    const place = starts[byte] ?? 0;
    starts[byte] = place + 1;
    column[place] = (column[place] ?? 0) | (index << 8);
  }
  const result = new Uint8Array(size);
  let place = (column[origin] ?? 0) >>> 8;
  for (let index = 0; index < size; index += 1) {
    const word = column[place] ?? 0;
    result[index] = word & 0xff;
    place = word >>> 8;
  }
  return result;
}

/** The bytes that occur, in two levels of 16 bits. */
function readAlphabet(reader: BitReader): Uint8Array {
  const used = reader.bits(16);
  const bytes: number[] = [];
  for (let high = 0; high < 16; high += 1) {
    if ((used & (0x8000 >> high)) === 0) continue;
    const row = reader.bits(16);
    for (let low = 0; low < 16; low += 1) if (row & (0x8000 >> low)) bytes.push(high * 16 + low);
  }
  return Uint8Array.from(bytes);
}

function readSelectors(
  reader: BitReader,
  { tableCount, selectorCount, at }: { tableCount: number; selectorCount: number; at: number },
): Uint8Array {
  const order = Uint8Array.from({ length: tableCount }, (_, index) => index);
  return Uint8Array.from({ length: selectorCount }, () => {
    let index = 0;
    while (reader.bits(1) === 1) index += 1;
    if (index >= tableCount) throw new FormatError('bzip2', at, 'a table that is not there');
    return moveToFront(order, index);
  });
}

function moveToFront(list: Uint8Array, index: number): number {
  const value = list[index] ?? 0;
  list.copyWithin(1, 0, index);
  list[0] = value;
  return value;
}

/** Code lengths as differences, then the canonical codes. */
function readTable(reader: BitReader, symbolCount: number, at: number): HuffmanTable {
  const lengths = new Uint8Array(symbolCount);
  let length = reader.bits(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    while (reader.bits(1) === 1) {
      length += reader.bits(1) === 0 ? 1 : -1;
      if (length > longestCode + 1) break;
    }
    if (length < 1 || length > longestCode) {
      throw new FormatError('bzip2', at, 'an impossible code length');
    }
    lengths[symbol] = length;
  }
  const limits = new Int32Array(longestCode + 2);
  const offsets = new Int32Array(longestCode + 2);
  const symbols = new Uint16Array(symbolCount);
  let code = 0;
  let placed = 0;
  for (let bits = 1; bits <= longestCode; bits += 1) {
    offsets[bits] = code - placed;
    for (let symbol = 0; symbol < symbolCount; symbol += 1) {
      if (lengths[symbol] !== bits) continue;
      symbols[placed] = symbol;
      placed += 1;
      code += 1;
    }
    limits[bits] = code - 1;
    code <<= 1;
  }
  const minLength = lengths.reduce((least, each) => Math.min(least, each), longestCode);
  const maxLength = lengths.reduce((most, each) => Math.max(most, each), 1);
  return { minLength, maxLength, limits, offsets, symbols };
}

function readSymbol(reader: BitReader, table: HuffmanTable, at: number): number {
  let length = table.minLength;
  let code = reader.bits(length);
  while (code > (table.limits[length] ?? 0)) {
    length += 1;
    if (length > table.maxLength) throw new FormatError('bzip2', at, 'an impossible code');
    code = (code << 1) | reader.bits(1);
  }
  const symbol = table.symbols[code - (table.offsets[length] ?? 0)];
  if (symbol === undefined) throw new FormatError('bzip2', at, 'an impossible code');
  return symbol;
}
