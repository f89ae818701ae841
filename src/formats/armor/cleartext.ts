import { withoutTrailing } from '../../core/text-scan.ts';
import { FormatError } from '../../errors.ts';
import { textLines } from '../text-lines.ts';
import { parseArmor } from './armor.ts';

/** A text that carries its own signature (RFC 9580, section 7). */
export interface Cleartext {
  /** What is signed: dash-escapes undone, trailing blanks dropped, lines parted by CR LF. */
  readonly signed: Uint8Array;
  /** The signature packets. */
  readonly signature: Uint8Array;
}

const begin = '-----BEGIN PGP SIGNED MESSAGE-----';
const beginSignature = '-----BEGIN PGP SIGNATURE-----';

/**
 * Reads a clearsigned file as bytes, so that no character set changes what was signed. Everything
 * before the message and after the signature but blank lines is an error: whoever reads the file
 * with their eyes would take it for signed.
 */
export function readCleartext(bytes: Uint8Array): Cleartext {
  const text = Buffer.from(bytes).toString('latin1');
  const start = text.search(/\S/);
  const lines = [
    ...textLines(text.slice(Math.max(start, 0)), { format: 'cleartext', mostLines: 200_000 }),
  ].map(withoutTrailingBlanks);
  if (lines[0] !== begin) throw new FormatError('cleartext', 0, 'text before the signed message');
  const empty = lines.indexOf('');
  const headers = lines.slice(1, Math.max(empty, 1));
  if (empty < 1 || !headers.every((line) => /^Hash: ?[A-Za-z0-9, -]+$/.test(line))) {
    throw new FormatError('cleartext', start, 'a header other than Hash');
  }
  const end = lines.indexOf(beginSignature, empty);
  if (end < 0) throw new FormatError('cleartext', text.length, 'no signature after the text');
  const signed = lines.slice(empty + 1, end).map((line) => withoutDashEscape(line, start));
  const blocks = parseArmor(lines.slice(end).join('\n'));
  const [block] = blocks;
  if (blocks.length !== 1 || !block) {
    throw new FormatError('cleartext', text.length, 'more than one block after the text');
  }
  return {
    signed: new Uint8Array(Buffer.from(signed.join('\r\n'), 'latin1')),
    signature: block.bytes,
  };
}

function withoutTrailingBlanks(line: string): string {
  return withoutTrailing(line, ' \t\r');
}

function withoutDashEscape(line: string, offset: number): string {
  if (line.startsWith('- ')) return line.slice(2);
  // "- " with nothing after it has lost its blank above.
  if (line === '-') return '';
  if (line.startsWith('-')) {
    throw new FormatError('cleartext', offset, 'a line with a dash that is not escaped');
  }
  return line;
}
