import { describe, expect, it } from 'vitest';
import { spokenLines } from '../../../../src/core/speech/spoken-text.ts';
import { hostileText, obeyedIn } from '../../../helpers/hostile-text.ts';

describe('text that is spoken', () => {
  it('is the sentence as it is, if nothing is wrong with it', () => {
    expect(spokenLines('1. Debian Live, signed: läuft mit 1,5 GB.')).toEqual([
      '1. Debian Live, signed: läuft mit 1,5 GB.',
    ]);
  });

  it('has no phonemes and no markup in it', () => {
    expect(spokenLines("[[h@l'oU]] and [OK] Live")).toEqual(["h@l'oU and OK Live"]);
    expect(spokenLines('<audio src="http://x/"/>a<break time="9999s"/>b')).toEqual([
      'audio src="http://x/"/ a break time="9999s"/ b',
    ]);
  });

  it('is one line each, whatever was in it', () => {
    expect(spokenLines('a\nb\r\u0001\u001b[2J\u202ec\u0000')).toEqual(['a b 2J c']);
    expect(spokenLines('\ud800x')).toEqual(['x']);
    expect(obeyedIn(spokenLines(hostileText).join('\n'))).toEqual([]);
  });

  it('is cut into lines that the synthesizer takes whole, at words', () => {
    const lines = spokenLines('word '.repeat(100));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^word(?: word)*$/);
    for (const line of spokenLines('\u{1f600}'.repeat(5000))) {
      expect(Buffer.byteLength(line)).toBeLessThan(999);
    }
  });

  it('has only the end of a fingerprint or a digest', () => {
    const fingerprint = 'DF9B 9C49 EAA9 8294 3258  9D76 DA87 E80D 6294 BE9B';
    expect(spokenLines(`Key ${fingerprint}`)).toEqual(['Key 6294 BE9B']);
    expect(spokenLines(`sha256 ${'ab'.repeat(32)} is known`)).toEqual([
      'sha256 abab abab is known',
    ]);
    expect(spokenLines('In 2026 there were 4096 of 8192')).toEqual([
      'In 2026 there were 4096 of 8192',
    ]);
  });

  it('ends at some time', () => {
    expect(spokenLines(`${'x'.repeat(10_000_000)} end`).join('').length).toBeLessThan(1500);
  });

  it('is nothing at all without a letter or a digit, unless it was typed', () => {
    expect(spokenLines('-----')).toEqual([]);
    expect(spokenLines('')).toEqual([]);
    expect(spokenLines('[]')).toEqual([]);
    expect(spokenLines('?')).toEqual(['?']);
  });
});
