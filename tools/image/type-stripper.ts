import { FormatError } from '../../src/errors.ts';

/**
 * Node strips types by a WebAssembly program, which lies in its own as text in base64
 * (deps/amaro/dist/index.js); no other is so large.
 */
const text = /from\("([A-Za-z0-9+/]{1000000,}={0,2})"/g;

/**
 * Blanks what Node's program strips types with: an image runs JavaScript. It stays text in base64, of zeros, so
 * that it packs to nothing. No other byte changes or moves.
 *
 * @returns how many bytes are blank now.
 */
export function blankTypeStripper(program: Buffer): number {
  const [found, ...others] = program.toString('latin1').matchAll(text);
  const [whole, base64] = found ?? [];
  if (found === undefined || whole === undefined || base64 === undefined || others.length > 0) {
    throw new FormatError('Node', 0, 'its program has not one text of a type stripper');
  }
  const start = found.index + whole.indexOf(base64);
  program.fill('A', start, start + base64.length, 'latin1');
  return base64.length;
}
