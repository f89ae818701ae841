import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fillTemplate,
  isAmbiguous,
  matchTemplate,
} from '../../../../src/formats/catalogue/template.ts';

test('fills each hole', () => {
  expect(fillTemplate('{mirror}/{v}/{v}.iso', { mirror: 'https://a', v: '1' })).toBe(
    'https://a/1/1.iso',
  );
});

test('refuses a hole that has no value, inherited names among them', () => {
  expect(() => fillTemplate('{version}', {})).toThrow(/nothing fills \{version\}/);
  expect(() => fillTemplate('{constructor}', {})).toThrow(/nothing fills/);
});

test('reads the holes off a name', () => {
  const name = 'Fedora-Workstation-Live-44-1.7.x86_64.iso';
  const template = 'Fedora-{edition}-Live-{version}-{build}.{arch}.iso';
  const known = { edition: 'Workstation', arch: 'x86_64' };
  expect(matchTemplate(template, known, name)).toEqual({ version: '44', build: '1.7' });
  expect(matchTemplate(template, { ...known, arch: 'aarch64' }, name)).toBeUndefined();
});

test.each([
  ['EndeavourOS_Titan-2026.03.06.iso', 'Titan', '2026.03.06'],
  ['EndeavourOS_Titan-Neo-2026.04.27.iso', 'Titan-Neo', '2026.04.27'],
  ['EndeavourOS_Titan-Nova-2026.08.15.iso', 'Titan-Nova', '2026.08.15'],
  ['EndeavourOS_Endeavour_neo-2024.09.22.iso', 'Endeavour_neo', '2024.09.22'],
  ['EndeavourOS_Titan-2-2027.01.01.iso', 'Titan-2', '2027.01.01'],
])('takes a codename of several words: %s', (name, codename, version) => {
  const values = matchTemplate('EndeavourOS_{codename}-{version}.iso', {}, name);
  expect(values).toEqual({ codename, version });
});

test('needs something between two holes that one of them does not take', () => {
  const none: ReadonlySet<string> = new Set();
  expect(isAmbiguous('x_{codename}-{version}.iso', none)).toBe(false);
  expect(isAmbiguous('x_{codename}_{codename}.iso', none)).toBe(true);
  expect(isAmbiguous('x-{version}.{build}.iso', none)).toBe(true);
});

test('takes the same value wherever a hole stands twice', () => {
  expect(matchTemplate('{version}/x-{version}.iso', {}, '1.2/x-1.2.iso')).toEqual({
    version: '1.2',
  });
  expect(matchTemplate('{version}/x-{version}.iso', {}, '1.2/x-1.3.iso')).toBeUndefined();
});

test.each([
  '../1.iso',
  'x-1/../../2.iso',
  'x-1%2f2.iso',
  'x-1@evil.iso',
  'x-1:80.iso',
  'x-1?a.iso',
  'x-latest.iso',
  'x-1.iso.sig',
  'x-1\n.iso',
  `x-${'1'.repeat(300)}.iso`,
])('takes no value from %j', (name) => {
  expect(matchTemplate('x-{version}.iso', {}, name)).toBeUndefined();
});

test('whatever a hole takes is no part of a path or of a host', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const values = matchTemplate('a-{version}-{build}.iso', {}, `a-${text}.iso`);
      for (const value of Object.values(values ?? {})) expect(value).toMatch(/^[\w.+~]+$/);
    }),
  );
});
