import { FormatError } from '../../errors.ts';

/** A value of BEP 3's encoding; strings are bytes. */
export type Bencode = number | Uint8Array | readonly Bencode[] | BencodeDict;

export interface BencodeDict {
  /** Keys as Latin-1, so that each byte is one letter. */
  readonly entries: ReadonlyMap<string, Bencode>;
  /** Where its bytes lie in the input; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What may be encoded; a plain object is a dictionary. */
export type Encodable = number | string | Uint8Array | readonly Encodable[] | EncodableDict;

export interface EncodableDict {
  readonly [key: string]: Encodable;
}

const mostDepth = 16;
/** Values of any kind: more than a torrent of a thousand files has. */
const mostValues = 20_000;
const digits = { first: 0x30, last: 0x39 };
const letter = { integer: 0x69, list: 0x6c, dictionary: 0x64, end: 0x65, minus: 0x2d, colon: 0x3a };

/** Decodes bytes of anybody, all of them (BEP 3). Throws FormatError. */
export function decodeBencode(bytes: Uint8Array): Bencode {
  const { value, end } = decodeBencodeAtStart(bytes);
  if (end !== bytes.length) throw new FormatError('bencode', end, 'there is more after the value');
  return value;
}

/** Decodes the value at the start, and says where it ends: raw bytes may follow it (BEP 9). */
export function decodeBencodeAtStart(bytes: Uint8Array): { value: Bencode; end: number } {
  let at = 0;
  let values = 0;
  const fail = (reason: string): never => {
    throw new FormatError('bencode', at, reason);
  };
  /** Digits up to a letter; with leading zeros nobody writes a number (BEP 3). */
  const number = (until: number, signed: boolean): number => {
    const negative = signed && bytes[at] === letter.minus;
    if (negative) at += 1;
    const start = at;
    let sum = 0;
    for (let digit = bytes[at]; digit !== until; digit = bytes[at]) {
      if (digit === undefined || digit < digits.first || digit > digits.last) fail('not a digit');
      else sum = sum * 10 + digit - digits.first;
      if (!Number.isSafeInteger(sum)) fail('the number is too large');
      at += 1;
    }
    const zeros = bytes[start] === digits.first && (at - start > 1 || negative);
    if (at === start || zeros) fail('not a number');
    at += 1;
    return negative ? -sum : sum;
  };
  const string = (): Uint8Array => {
    const length = number(letter.colon, false);
    if (length > bytes.length - at) fail('the string is longer than the input');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const value = (depth: number): Bencode => {
    values += 1;
    if (depth > mostDepth || values > mostValues) fail('there is too much in it');
    const start = at;
    switch (bytes[at]) {
      case letter.integer:
        at += 1;
        return number(letter.end, true);
      case letter.list: {
        at += 1;
        const list: Bencode[] = [];
        while (bytes[at] !== letter.end) list.push(value(depth + 1));
        at += 1;
        return list;
      }
      case letter.dictionary: {
        at += 1;
        const entries = new Map<string, Bencode>();
        while (bytes[at] !== letter.end) {
          const key = Buffer.from(string()).toString('latin1');
          if (entries.has(key)) fail('a key is given twice');
          entries.set(key, value(depth + 1));
        }
        at += 1;
        return { entries, start, end: at };
      }
      default:
        return string();
    }
  };
  return { value: value(0), end: at };
}

/** Encodes with sorted keys (BEP 3): the same value is always the same bytes. */
export function encodeBencode(value: Encodable): Uint8Array {
  const parts: Uint8Array[] = [];
  const put = (part: Encodable): void => {
    if (typeof part === 'number') parts.push(Buffer.from(`i${part}e`));
    else if (typeof part === 'string') put(Buffer.from(part));
    else if (part instanceof Uint8Array) parts.push(Buffer.from(`${part.length}:`), part);
    else if (isList(part)) {
      parts.push(Buffer.from('l'));
      part.forEach(put);
      parts.push(Buffer.from('e'));
    } else {
      parts.push(Buffer.from('d'));
      const entries = Object.entries(part).map(([key, item]) => [Buffer.from(key), item] as const);
      for (const [key, item] of entries.sort(([a], [b]) => Buffer.compare(a, b))) {
        put(key);
        put(item);
      }
      parts.push(Buffer.from('e'));
    }
  };
  put(value);
  return Buffer.concat(parts);
}

/** The entry, if the value is a dictionary that has it. */
export function entryOf(value: Bencode | undefined, key: string): Bencode | undefined {
  return isDict(value) ? value.entries.get(key) : undefined;
}

export function isDict(value: Bencode | undefined): value is BencodeDict {
  return typeof value === 'object' && 'entries' in value && value.entries instanceof Map;
}

function isList(value: Encodable): value is readonly Encodable[] {
  return Array.isArray(value);
}
