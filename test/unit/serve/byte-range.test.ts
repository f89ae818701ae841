import { describe, expect, it } from 'vitest';
import { parseByteRange } from '../../../src/serve/byte-range.ts';

describe('parseByteRange', () => {
  it.each([
    ['bytes=0-0', { kind: 'part', start: 0, end: 1 }],
    ['bytes=10-19', { kind: 'part', start: 10, end: 20 }],
    ['bytes=10-', { kind: 'part', start: 10, end: 100 }],
    ['bytes=90-1000', { kind: 'part', start: 90, end: 100 }],
    ['bytes=-5', { kind: 'part', start: 95, end: 100 }],
    ['bytes=-500', { kind: 'part', start: 0, end: 100 }],
  ])('takes the part that %s names of a file of 100 bytes', (header, range) => {
    expect(parseByteRange(header, 100)).toEqual(range);
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('cannot satisfy %s', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([undefined, '', 'bytes=-', 'lines=1-2', 'bytes=1-2,5-6', 'bytes=9-3', 'bytes=x-'])(
    'sends the whole file for %s',
    (header) => {
      expect(parseByteRange(header, 100)).toEqual({ kind: 'whole' });
    },
  );
});
