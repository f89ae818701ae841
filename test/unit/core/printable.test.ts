import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, line, printable, printableText } from '../../../src/core/printable.ts';

/** Everything that a terminal might obey, in bytes or as Unicode. */
const obeyed =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u;

describe('printable text', () => {
  it('shows that something odd was there, and keeps words apart', () => {
    expect(printable('Home\u001b[2J\u0007')).toBe('Home\ufffd[2J\ufffd');
    expect(printable('two\r\nlines\tand tabs')).toBe('two  lines and tabs');
    expect(printable('C1 \u009b31m, bidi \u202egnp.exe')).toBe('C1 \ufffd31m, bidi \ufffdgnp.exe');
    expect(printable('half \ud800')).toBe('half \ufffd');
  });

  it('leaves letters of every script, accents and signs alone', () => {
    const text = 'Größe 日本語 עברית — ½ 🐧 e\u0301';
    expect(printable(text)).toBe(text);
  });

  it('keeps the newlines of a text, and nothing else that moves', () => {
    expect(printableText('one\ntwo\r\u001b[A')).toBe('one\ntwo \ufffd[A');
  });

  it('makes what is put into a line foreign, and leaves the line itself', () => {
    expect(line`  boots "${'Live\n1. Home\u001b[2J'}" in\n${3} s`).toBe(
      '  boots "Live 1. Home\ufffd[2J" in\n3 s',
    );
  });

  it('has nothing left that a terminal obeys, whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(printable(text)).not.toMatch(obeyed);
        expect(jsonLine({ text })).not.toMatch(obeyed);
        expect(JSON.parse(jsonLine({ text }))).toEqual({ text });
      }),
      { numRuns: 2000 },
    );
  });

  it('is read back from JSON as it was', () => {
    const text = 'a\u0085b\u202ec\u{e0001}d\u2028';
    expect(jsonLine(text)).toBe('"a\\u0085b\\u202ec\\udb40\\udc01d\\u2028"');
    expect(JSON.parse(jsonLine(text))).toBe(text);
    expect(JSON.parse(jsonLine({ text }, 2))).toEqual({ text });
  });
});
