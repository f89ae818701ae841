import { expect, it } from 'vitest';
import { isBefore } from '../../../../src/core/upgrade/kernel-release.ts';

it.each([
  ['6.1.0-50-amd64', '6.12.57+deb13-amd64', true],
  ['6.12.57', '6.1.0', false],
  ['6.9', '6.16', true],
  ['6.16', '6.16.3', false],
  ['6.16.3', '6.16', false],
  ['4.1.1', '4.2', true],
  ['10.0', '9.9', false],
  ['', '6.1', true],
])('"%s" is before "%s": %s', (release, other, before) => {
  expect(isBefore(release, other)).toBe(before);
});
