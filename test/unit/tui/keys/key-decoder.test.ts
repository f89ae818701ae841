import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Key } from '../../../../src/menu/keys/key.ts';
import { createKeyDecoder } from '../../../../src/tui/keys/key-decoder.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The keys of these chunks; texts are joined by their names for reading. */
function decode(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  const keys: Key[] = [];
  const decoder = createKeyDecoder((key) => keys.push(key));
  for (const chunk of chunks) decoder.push(Buffer.from(chunk));
  vi.advanceTimersByTime(1000);
  return keys.map((key) => (key.name === 'text' ? `"${key.text}"` : key.name));
}

describe('the key decoder', () => {
  it.each([
    ['xterm', '\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F', 'up down right left home end'],
    ['application mode', '\x1bOA\x1bOB\x1bOH\x1bOF', 'up down home end'],
    [
      'the Linux console',
      '\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[3~',
      'home end page-up page-down delete',
    ],
    ['rxvt', '\x1b[7~\x1b[8~', 'home end'],
    [
      'function keys of xterm',
      '\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[15~\x1b[17~\x1b[19~',
      'f1 f2 f3 f4 f5 f6 f8',
    ],
    ['function keys of the Linux console', '\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E', 'f1 f2 f3 f4 f5'],
    ['function keys of a vt220', '\x1b[11~\x1b[12~\x1b[13~\x1b[14~', 'f1 f2 f3 f4'],
    ['keys with modifiers', '\x1b[1;5A\x1b[3;2~', 'up delete'],
    ['both codes for Backspace', '\x08\x7f', 'backspace backspace'],
    ['control keys', '\x03\x0c\x12\x15\x17\x01\x05', 'ctrl-c ctrl-l ctrl-r ctrl-u ctrl-w home end'],
  ])('knows the keys of %s', (_, input, expected) => {
    expect(decode(input).join(' ')).toBe(expected);
  });

  it('puts a sequence together that a slow line cut apart', () => {
    expect(decode('\x1b', '[', '5', '~', 'x')).toEqual(['page-up', '"x"']);
  });

  it('takes an Escape that nothing follows for the key', () => {
    expect(decode('\x1b')).toEqual(['escape']);
    expect(decode('\x1b\x1b')).toEqual(['escape', 'escape']);
  });

  it('takes an Escape before a letter for both keys', () => {
    expect(decode('\x1bd')).toEqual(['escape', '"d"']);
    expect(decode('\x1b\x1b[A')).toEqual(['escape', 'up']);
  });

  it('drops a sequence that was cut off, and unknown ones', () => {
    expect(decode('\x1b[12')).toEqual([]);
    expect(decode('\x1b[?1;2c\x1b[24;80Ra')).toEqual(['"a"']);
  });

  it('takes CR LF for one Enter, and two returns for two', () => {
    expect(decode('\r\n')).toEqual(['enter']);
    expect(decode('\r', '\n', '\n')).toEqual(['enter', 'enter']);
    expect(decode('\r\r')).toEqual(['enter', 'enter']);
  });

  it('puts UTF-8 together from its bytes, and drops what is none', () => {
    const [first = 0, second = 0] = Buffer.from('é');
    expect(decode(Buffer.from([first]), Buffer.from([second]))).toEqual(['"é"']);
    expect(decode(Buffer.from([0xff, 0x61]))).toEqual(['"a"']);
  });

  it('hands a paste on as one text without its line ends', () => {
    expect(decode('\x1b[200~http://a/\r\nb.iso\x1b[201~\r')).toEqual(['"http://a/b.iso"', 'enter']);
  });

  it('reads the same keys however the bytes are cut', () => {
    const part = fc.constantFrom('\x1b[A', '\x1bOP', '\x1b[[A', '\x1b[5~', 'a', 'é', '\r', '\x7f');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.infiniteStream(fc.nat(4)),
        (parts, cuts) => {
          const bytes = Buffer.from(parts.join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; ) {
            const length = 1 + (cuts.next().value ?? 0);
            chunks.push(bytes.subarray(at, at + length));
            at += length;
          }
          expect(decode(...chunks)).toEqual(decode(bytes));
        },
      ),
    );
  });

  it('never throws, and never waits for more than a paste, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const keys = decode(bytes, '\x1b[201~', 'z');
        expect(keys.at(-1)).toBe('"z"');
      }),
    );
  });
});
