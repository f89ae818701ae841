import { describe, expect, it } from 'vitest';
import { afterLast, splitFirstWord, withoutTrailing } from '../../../src/core/text-scan.ts';

describe('withoutTrailing', () => {
  it('takes away the given characters at the end, and no others', () => {
    expect(withoutTrailing(' a b \t\r', ' \t\r')).toBe(' a b');
    expect(withoutTrailing('a\u00a0 ', ' ')).toBe('a\u00a0');
    expect(withoutTrailing('   ', ' ')).toBe('');
  });
});

describe('splitFirstWord', () => {
  it.each([
    ['kernel  a b ', 'kernel', 'a b '],
    ['kernel', 'kernel', ''],
    [' kernel', '', 'kernel'],
    ['', '', ''],
  ])('parts %j', (text, word, rest) => {
    expect(splitFirstWord(text)).toEqual({ word, rest });
  });
});

describe('afterLast', () => {
  it('gives what follows the last mark', () => {
    expect(afterLast("subject='err=' err='why'", "err='")).toBe("why'");
    expect(afterLast('none', "err='")).toBeUndefined();
  });
});
