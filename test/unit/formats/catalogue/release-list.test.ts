import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { rankReleases } from '../../../../src/formats/catalogue/newest-release.ts';
import { parseReleaseList } from '../../../../src/formats/catalogue/release-list.ts';
import { releaseList } from '../../../helpers/release-lists.ts';

const resolvers = [
  'directory',
  'checksum-list',
  'fedora-releases',
  'simplestreams',
  'arch-releases',
  'alpine-releases',
  'tails-latest',
  'manjaro-file-info',
  'gentoo-latest',
  'sourceforge-rss',
  'pop-os-build',
] as const;

test.each([
  ['directory', 'apache.html', '{version}/', { version: '22.10' }],
  ['directory', 'nginx.html', 'EndeavourOS_{codename}-{version}.iso', { version: '2025.11.24' }],
  ['directory', 'sourceforge.html', '{version}/', { version: '13.02' }],
  [
    'fedora-releases',
    'fedora-releases.json',
    'Fedora-Workstation-Live-{version}-{build}.x86_64.iso',
    { version: '44', build: '1.7' },
  ],
  [
    'simplestreams',
    'simplestreams.json',
    'ubuntu-{version}-desktop-amd64.iso',
    { version: '26.04.1' },
  ],
  [
    'arch-releases',
    'arch-releases.json',
    'archlinux-{version}-x86_64.iso',
    { version: '2026.11.01' },
  ],
  [
    'alpine-releases',
    'alpine-x86_64.yaml',
    'alpine-extended-{version}-x86_64.iso',
    { version: '3.24.1' },
  ],
  ['tails-latest', 'tails-latest.json', 'tails-amd64-{version}.iso', { version: '7.11' }],
  [
    'manjaro-file-info',
    'manjaro-file-info.json',
    'manjaro-cinnamon-{version}-{build}-{kernel}.iso',
    { version: '26.0.4' },
  ],
  [
    'gentoo-latest',
    'gentoo-latest.txt',
    'livegui-amd64-{version}.iso',
    { version: '20261115T164601Z' },
  ],
] as const)('%s finds the newest in %s', (resolver, file, entry, expected) => {
  const [newest] = rankReleases(parseReleaseList(resolver, releaseList(file)), entry, {});
  expect(newest).toMatchObject(expected);
});

test('digest files are lists of names in every form that they have', () => {
  const hex = 'ab'.repeat(32);
  const text = `SHA256 (a-1.iso) = ${hex}\n${hex} *a-2.iso\n${hex}  ./a-10.iso\n${hex}  dir/a-9.iso\n`;
  const releases = rankReleases(parseReleaseList('checksum-list', text), 'a-{version}.iso', {});
  expect(releases.map(({ version }) => version)).toEqual(['10', '9', '2', '1']);
});

test('thousands of long versions are ordered without a pause, and more are no list', () => {
  const nameOf = (index: number) => `x-${'1.'.repeat(60)}${(index * 7919) % 5000}~a.iso`;
  const names = Array.from({ length: 5000 }, (_, index) => nameOf(index));
  const [newest] = rankReleases(names.slice(0, 4000), 'x-{version}.iso', {});
  // Each comparison took them apart anew: 50,000 held the menu up for more than a minute.
  expect(newest?.version).toBe(`${'1.'.repeat(60)}4999~a`);
  expect(() => rankReleases(names, 'x-{version}.iso', {})).toThrow('more than 4096 releases');
});

test('pre-releases are never the newest', () => {
  const names = ['x-1.0.iso', 'x-2.0rc1.iso', 'x-2.0.beta2.iso', 'x-2.0~alpha.iso'];
  expect(rankReleases(names, 'x-{version}.iso', {})).toEqual([{ version: '1.0' }]);
});

test.each(resolvers)('%s keeps only the last part of what a server names', (resolver) => {
  const evil = 'https://evil.example/../../etc/x-1.iso?a=/b#c';
  const hex = 'ab'.repeat(32);
  const texts = {
    directory: `<a href="${evil}">`,
    'checksum-list': `${hex}  ${evil}`,
    'fedora-releases': JSON.stringify([{ link: evil }]),
    simplestreams: JSON.stringify({
      products: { a: { versions: { b: { items: { c: { path: evil } } } } } },
    }),
    'arch-releases': JSON.stringify({ releases: [{ iso_url: evil }] }),
    'alpine-releases': `file: ${evil}`,
    'tails-latest': JSON.stringify({
      installations: [{ 'installation-paths': [{ 'target-files': [{ url: evil }] }] }],
    }),
    'manjaro-file-info': JSON.stringify({ a: { b: { image: evil } } }),
    'gentoo-latest': 'https://evil.example/../../etc/x-1.iso 12',
    'sourceforge-rss': `<title><![CDATA[${evil}]]></title>`,
    'pop-os-build': JSON.stringify({ url: evil }),
  };
  expect(parseReleaseList(resolver, texts[resolver])).toEqual(['x-1.iso']);
});

test.each(resolvers)('%s says that garbage is none, or finds nothing in it', (resolver) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        expect(parseReleaseList(resolver, text)).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }),
  );
});

test('a megabyte of unclosed links ends', () => {
  expect(parseReleaseList('directory', '<a href="'.repeat(120_000)).length).toBeLessThan(50_001);
  expect(parseReleaseList('directory', `href=${' '.repeat(1_000_000)}`)).toEqual([]);
});
