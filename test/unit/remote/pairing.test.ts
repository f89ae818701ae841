import { describe, expect, it } from 'vitest';
import { createPairing } from '../../../src/remote/pairing.ts';

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000');

describe('the code of six digits', () => {
  it('pairs one browser, typed with a space or without, and nobody after it', () => {
    const pairing = createPairing();
    expect(pairing.code).toMatch(/^\d{6}$/);
    const result = pairing.pair(`${pairing.code.slice(0, 3)} ${pairing.code.slice(3)}`);
    if (result.kind !== 'paired') throw new Error(result.kind);
    expect(pairing.knows(result.token)).toBe(true);
    expect(pairing.pair(pairing.code)).toEqual({ kind: 'taken' });
    for (const token of [undefined, '', pairing.code, `${result.token}=`]) {
      expect(pairing.knows(token)).toBe(false);
    }
  });

  it('is void after five wrong ones', () => {
    const pairing = createPairing();
    const wrong = wrongFor(pairing.code);
    const left = [1, 2, 3, 4].map(() => pairing.pair(wrong));
    expect(left.map((result) => result.kind === 'wrong' && result.left)).toEqual([4, 3, 2, 1]);
    expect(pairing.pair(wrong)).toEqual({ kind: 'ended' });
    expect(pairing.pair(pairing.code)).toEqual({ kind: 'ended' });
  });

  it('does not let a browser be without a token while nobody is paired', () => {
    expect(createPairing().knows(undefined)).toBe(false);
    expect(createPairing().knows('')).toBe(false);
  });

  it.each(['', 'abcdef', '1', '9'.repeat(100_000), '\0'.repeat(6), '١٢٣٤٥٦'])(
    'takes %j for a wrong one',
    (text) => expect(createPairing().pair(text)).toEqual({ kind: 'wrong', left: 4 }),
  );
});
