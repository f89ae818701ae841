import { parseReleaseList } from '../../../src/formats/catalogue/release-list.ts';
import type { FuzzTarget } from '../target.ts';

/** Each resolver, with the kind of list that it reads. */
const lists = {
  directory: '<a href="../">up</a> <a href="x-1.iso">x</a> <A HREF=\'x-2.iso?C=N\'>x</A>\n',
  'checksum-list': `${'a1'.repeat(32)}  x-1.iso\nSHA256 (x-2.iso) = ${'0f'.repeat(32)}\n`,
  'fedora-releases': JSON.stringify([
    { version: '44', arch: 'x86_64', variant: 'Workstation', link: 'https://h/x-44.iso' },
  ]),
  simplestreams: JSON.stringify({
    products: { 'com.x:server': { versions: { 20260101: { items: { iso: { path: 'x.iso' } } } } } },
  }),
  'arch-releases': JSON.stringify({
    releases: [{ version: '2026.11.01', available: true, iso_url: '/iso/x.iso' }],
  }),
  'alpine-releases':
    '---\n-\n  flavor: alpine-standard\n  file: alpine-standard-3.22.1-x86_64.iso\n',
  'tails-latest': JSON.stringify({
    installations: [
      { 'installation-paths': [{ type: 'iso', 'target-files': [{ url: 'x.iso' }] }] },
    ],
  }),
  'manjaro-file-info': JSON.stringify({ official: { xfce: { image: 'https://h/x.iso' } } }),
  'gentoo-latest': '# Latest\n20261101T1/install-amd64-minimal-20261101T1.iso 700000000\n',
} as const;

/** The first byte chooses the resolver. */
export const target: FuzzTarget = {
  name: 'release-list',
  async seeds() {
    return Object.values(lists).map(
      (text, index) => new Uint8Array([index, ...new TextEncoder().encode(text)]),
    );
  },
  async run(bytes) {
    const resolvers = Object.keys(lists) as (keyof typeof lists)[];
    const resolver = resolvers[(bytes[0] ?? 0) % resolvers.length] ?? 'directory';
    parseReleaseList(resolver, new TextDecoder().decode(bytes.subarray(1)));
  },
};
