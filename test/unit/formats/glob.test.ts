import { expect, it } from 'vitest';
import { matchesGlob } from '../../../src/formats/glob.ts';

it.each([
  ['debian-*', 'debian-6.1', true],
  ['*', '', true],
  ['*-6.?', 'debian-6.1', true],
  ['a*b*c', 'aXbYc', true],
  ['a*b', 'aXc', false],
  ['?', '', false],
  ['a.c', 'abc', false],
])('%s fits %s: %s', (pattern, name, fits) => {
  expect(matchesGlob(pattern, name)).toBe(fits);
});
