import { describe, expect, it } from 'vitest';
import { findKeymap } from '../../../../src/core/settings/find-keymap.ts';
import { keymaps } from '../../../../src/core/settings/keymaps.ts';

describe('a keyboard layout', () => {
  it.each([
    ['de', 'de-latin1-nodeadkeys'],
    ['fr', 'fr-latin9'],
    ['gb', 'uk'],
    ['ch', 'sg-latin1'],
  ])('is found by its country too: %s', (wanted, name) => {
    expect(findKeymap(wanted)).toBe(name);
  });

  it('is found by its whole name', () => {
    for (const { name } of keymaps) expect(findKeymap(name)).toBe(name);
  });

  it('that is not there is not guessed', () => {
    expect(findKeymap('d')).toBeUndefined();
    expect(findKeymap('xx')).toBeUndefined();
  });
});
