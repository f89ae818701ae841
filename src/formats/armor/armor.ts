import { withoutTrailing } from '../../core/text-scan.ts';
import { FormatError } from '../../errors.ts';

/** One ASCII-armored block (RFC 9580, section 6.2). */
export interface ArmorBlock {
  /** `PGP SIGNATURE`, `PGP PUBLIC KEY BLOCK`. */
  readonly label: string;
  readonly bytes: Uint8Array;
}

const beginLine = /^-----BEGIN (PGP [A-Z0-9, /]+)-----$/;
const headerLine = /^[A-Za-z][A-Za-z0-9-]*: ?/;
/**
 * Headers are not signed. So that a changed byte is noticed all the same, a signature's say only
 * which GnuPG made it (or that of openSUSE's build service, which calls itself 1.0.7), which other
 * well-known program, the character set of a comment, or a comment.
 */
const signatureHeaders = [
  /^Comment: /,
  /^Charset: [A-Z][A-Z0-9-]{1,39}$/i,
  /^Version: GnuPG v(?:[12]|1\.0\.7 \(GNU\/Linux\)|(?:1\.4|2\.[0-5])\.(?:[0-689]|\d\d) \([A-Za-z0-9/ ]+\))$/,
  /^Version: (?:BCPG|GopenPGP|Keybase OpenPGP|OpenPGP\.js|PGPy|rnp) v?\d{1,3}(?:\.\d{1,4}){1,3}$/,
  // Rocky Linux's signing service.
  /^Version: resf\.keykeeper\.v1$/,
];
const base64Line = /^[A-Za-z0-9+/]+={0,2}$/;
const crcLine = /^=([A-Za-z0-9+/]{4})$/;

/**
 * All armored blocks of a text. Blank lines may lie between them; any other text outside is an
 * error, unless `textOutside` is `skip` (key files carry notes about themselves). The optional
 * CRC-24 is checked where it stands.
 */
export function parseArmor(
  text: string,
  options: { readonly textOutside?: 'reject' | 'skip' } = {},
): readonly ArmorBlock[] {
  const lines = splitLines(text);
  const blocks: ArmorBlock[] = [];
  let index = 0;
  for (let line = lines[index]; line; line = lines[index]) {
    const label = beginLine.exec(line.text)?.[1];
    if (label) {
      const block = parseBlock(lines, index, label);
      blocks.push({ label, bytes: block.bytes });
      index = block.next;
    } else {
      if (line.text !== '' && options.textOutside !== 'skip') {
        throw new FormatError('armor', line.offset, 'text outside the armor');
      }
      index++;
    }
  }
  return blocks;
}

interface Line {
  readonly text: string;
  readonly offset: number;
}

function splitLines(text: string): readonly Line[] {
  let offset = 0;
  return text.split('\n').map((raw) => {
    const line = { text: withoutTrailing(raw, ' \t\r'), offset };
    offset += raw.length + 1;
    return line;
  });
}

function parseBlock(
  lines: readonly Line[],
  begin: number,
  label: string,
): { readonly bytes: Uint8Array; readonly next: number } {
  let body = begin + 1;
  const headers = label === 'PGP SIGNATURE' ? signatureHeaders : [headerLine];
  while (headers.some((header) => header.test(lines[body]?.text ?? ''))) body++;
  if (lines[body]?.text !== '') {
    throw new FormatError(
      'armor',
      lines[body]?.offset ?? 0,
      'no blank line before the base64, or an unusual header',
    );
  }
  body++;
  const digits: string[] = [];
  let crc: string | undefined;
  for (let index = body; index < lines.length; index++) {
    const { text, offset } = lines[index] as Line;
    if (text === `-----END ${label}-----`) {
      return { bytes: decode(digits.join(''), crc, offset), next: index + 1 };
    }
    const sum = crcLine.exec(text)?.[1];
    if (crc === undefined && sum) crc = sum;
    else if (crc === undefined && base64Line.test(text)) digits.push(text);
    else throw new FormatError('armor', offset, 'not a line of base64');
  }
  throw new FormatError('armor', lines[begin]?.offset ?? 0, `no end of ${label}`);
}

function decode(base64: string, crc: string | undefined, offset: number): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  // Buffer skips what it does not know: only what encodes back to the same text was base64.
  if (bytes.length === 0 || Buffer.from(bytes).toString('base64') !== base64) {
    throw new FormatError('armor', offset, 'broken base64');
  }
  if (crc !== undefined && Buffer.from(crc, 'base64').readUIntBE(0, 3) !== crc24(bytes)) {
    throw new FormatError('armor', offset, 'wrong CRC-24');
  }
  return bytes;
}

/** RFC 9580, section 6.1.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864cfb;
    }
  }
  return crc & 0xffffff;
}
