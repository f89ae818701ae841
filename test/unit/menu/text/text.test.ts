import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import { reportText } from '../../../../src/menu/text/failure-text.ts';
import {
  formatBytes,
  formatDuration,
  formatFingerprint,
  formatRate,
} from '../../../../src/menu/text/format.ts';
import { roughMemoryText } from '../../../../src/menu/text/memory-text.ts';
import { percentOf } from '../../../../src/menu/text/transfer-text.ts';
import { wrapText } from '../../../../src/menu/text/wrap.ts';

describe('figures', () => {
  it('of bytes have the unit that reads best', () => {
    expect([0, 1, 1500, 4.2e6, 1.432e9, 25e9].map((bytes) => formatBytes(english, bytes))).toEqual([
      '0 kB',
      '1 kB',
      '2 kB',
      '4 MB',
      '1.4 GB',
      '25 GB',
    ]);
    expect([800e3, 12.34e6].map((rate) => formatRate(english, rate))).toEqual([
      '800 kB/s',
      '12.3 MB/s',
    ]);
  });

  it('of time are in two units at most', () => {
    expect([0.4, 59.6, 200, 3900].map((seconds) => formatDuration(english, seconds))).toEqual([
      '0 s',
      '1 min 0 s',
      '3 min 20 s',
      '1 h 5 min',
    ]);
  });

  it('of progress are 100 % only at the end', () => {
    const at = (bytes: number, total: number) =>
      percentOf({ bytes, total, bytesPerSecond: 0, secondsLeft: undefined });
    expect([at(999, 1000), at(1000, 1000), at(2000, 1000), at(0, 0)]).toEqual([99, 100, 100, 0]);
  });

  it('of memory end in a verdict where the machine is known', () => {
    const needs = { leastRamBytes: 1e9, approximateBytes: 3e9 };
    expect(roughMemoryText(english, needs, 8e9)).toBe('RAM about 4.0 GB, fits');
    expect(roughMemoryText(english, needs, 2e9)).toBe('RAM about 4.0 GB: TOO LITTLE here');
    expect(roughMemoryText(english, needs, undefined)).toBe('RAM about 4.0 GB');
    expect(roughMemoryText(english, {}, 8e9)).toBe('');
  });
});

describe('texts', () => {
  it('of fingerprints are grouped as gpg prints them; other keys stay as they are', () => {
    expect(formatFingerprint('df9b9c49eaa9298432589d76da87e80d6294be9b')).toBe(
      'DF9B 9C49 EAA9 2984 3258 9D76 DA87 E80D 6294 BE9B',
    );
    expect(formatFingerprint('RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3')).toBe(
      'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3',
    );
  });

  it('are wrapped at spaces, and longer words are cut', () => {
    expect(wrapText('one two three\nfour', 8)).toEqual(['one two', 'three', 'four']);
    expect(wrapText('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrapText('', 5)).toEqual(['']);
  });

  it('of a report fit the QR code that an 80 x 24 screen can show', () => {
    const failure = {
      code: 'digest-wrong',
      stage: 'verify',
      message: 'x'.repeat(500),
    } as const;
    const code = encode(reportText(failure, '0.1.0', 100), { ecc: 'L', border: 2 });
    expect(code.size).toBeLessThanOrEqual(42);
  });
});
