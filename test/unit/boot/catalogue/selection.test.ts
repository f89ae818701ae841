import { describe, expect, it } from 'vitest';
import { createSelector } from '../../../../src/boot/catalogue/selection.ts';
import type { Architecture } from '../../../../src/core/architecture.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import {
  digestsOf,
  fixedCatalogue,
  type ListNetwork,
  listNetwork,
} from '../../../helpers/release-lists.ts';

const pins = [
  { fingerprint: '4'.repeat(40), key: 'four.asc', releases: ['4'] },
  { fingerprint: '5'.repeat(40), key: 'five.asc', releases: ['5'] },
];
const row = {
  id: 'demo',
  name: 'Demo',
  description: 'A demo',
  homepage: 'https://demo.example/',
  family: 'live-boot',
  leastRamMiB: 512,
  archNames: { x86_64: 'amd64' },
  mirrors: ['https://one.example/demo', 'https://two.example/demo'],
  newest: [
    { resolver: 'directory', url: '{mirror}/', entry: '{series}/' },
    { resolver: 'checksum-list', url: '{mirror}/{series}/SUMS' },
  ],
  file: 'demo-{version}-{arch}-{variant}.iso',
  url: '{mirror}/{series}/{file}',
  trust: {
    kind: 'signed-checksums',
    scheme: 'openpgp-detached',
    checksums: '{base}/SUMS',
    signature: '{base}/SUMS.sign',
    keys: pins,
  },
  variants: [
    {
      id: 'desktop',
      name: 'desktop',
      architectures: ['x86_64'],
      leastRamMiB: 1024,
      approximateMiB: 3000,
    },
    {
      id: 'server',
      name: 'server',
      architectures: ['x86_64', 'aarch64'],
      approximateMiB: 700,
    },
  ],
};
const index = '<a href="../">..</a> <a href="4.0/">4.0</a> <a href="5.1/">5.1</a>';
const lists = {
  'https://one.example/demo/': index,
  'https://one.example/demo/5.1/SUMS': digestsOf('demo-5.1-amd64-desktop.iso'),
  'https://one.example/demo/4.0/SUMS': digestsOf(
    'demo-4.0.2-amd64-server.iso',
    'demo-4.0.10-amd64-server.iso',
    'demo-4.0.2-aarch64-server.iso',
    'demo-5.2-amd64-server.iso',
  ),
};
const readLocal = async () => undefined;
const options = { signal: new AbortController().signal };

function select(
  query: string,
  more: { arch?: Architecture; network?: ListNetwork; changes?: object } = {},
) {
  const { arch = 'x86_64', network = listNetwork(lists), changes = {} } = more;
  const rows = [parseDistro(JSON.stringify({ ...row, ...changes }))];
  return createSelector({ catalogue: fixedCatalogue(rows), network, arch, readLocal })(
    query,
    options,
  );
}

describe('a selection by name', () => {
  it('is the newest release, on every mirror, with the key of that release alone', async () => {
    expect(await select('demo')).toEqual({
      id: 'demo/desktop',
      title: 'Demo 5.1 desktop',
      version: '5.1',
      arch: 'x86_64',
      location: {
        kind: 'remote',
        urls: [
          'https://one.example/demo/5.1/demo-5.1-amd64-desktop.iso',
          'https://two.example/demo/5.1/demo-5.1-amd64-desktop.iso',
        ],
      },
      fileName: 'demo-5.1-amd64-desktop.iso',
      policy: {
        kind: 'signed-checksums',
        scheme: 'openpgp-detached',
        checksums: {
          kind: 'remote',
          urls: ['https://one.example/demo/5.1/SUMS', 'https://two.example/demo/5.1/SUMS'],
        },
        signature: {
          kind: 'remote',
          urls: [
            'https://one.example/demo/5.1/SUMS.sign',
            'https://two.example/demo/5.1/SUMS.sign',
          ],
        },
        keys: [{ fingerprint: '5'.repeat(40), key: 'five.asc' }],
      },
      familyHint: 'live-boot',
      leastRamBytes: 1024 * 1024 * 1024,
      alternatives: [
        { id: 'demo/server', bytes: 700 * 1024 * 1024, leastRamBytes: 512 * 1024 * 1024 },
      ],
    });
  });

  it('looks into an older directory where the newest has no such image yet', async () => {
    const network = listNetwork({
      ...lists,
      'https://one.example/demo/5.1/SUMS': digestsOf('demo-5.1-amd64-desktop.iso'),
    });
    expect(await select('demo/server', { arch: 'aarch64', network })).toMatchObject({
      version: '4.0.2',
      location: {
        kind: 'remote',
        urls: [
          'https://one.example/demo/4.0/demo-4.0.2-aarch64-server.iso',
          'https://two.example/demo/4.0/demo-4.0.2-aarch64-server.iso',
        ],
      },
      policy: { keys: [{ key: 'four.asc' }] },
    });
  });

  it('takes the first variant that this machine can boot', async () => {
    expect(await select('demo', { arch: 'aarch64' })).toMatchObject({ id: 'demo/server' });
  });

  it('says what there is for other machines', async () => {
    await expect(select('demo/desktop', { arch: 'aarch64' })).rejects.toMatchObject({
      code: 'wrong-architecture',
      remedy: expect.stringContaining('x86_64'),
    });
  });

  it('boots a 32-bit system on a 64-bit PC, and on nothing else', async () => {
    const changes = {
      newest: [{ resolver: 'fixed', version: '5' }],
      url: '{mirror}/{file}',
      variants: [{ id: 'small', name: 'small', architectures: ['i386'] }],
    };
    expect(await select('demo', { changes })).toMatchObject({ arch: 'i386' });
    await expect(select('demo', { changes, arch: 'aarch64' })).rejects.toMatchObject({
      code: 'wrong-architecture',
    });
  });

  it('never takes a release that no pinned key signs while there is one that is signed', async () => {
    const network = listNetwork({
      'https://one.example/demo/SUMS': digestsOf(
        'demo-6.0-amd64-desktop.iso',
        'demo-5.9-amd64-desktop.iso',
      ),
    });
    const newest = [{ resolver: 'checksum-list', url: '{mirror}/SUMS' }];
    const changes = { newest, url: '{mirror}/{file}' };
    expect(await select('demo', { network, changes })).toMatchObject({ version: '5.9' });
  });

  it('says that a release is newer than every key', async () => {
    const network = listNetwork({
      'https://one.example/demo/SUMS': digestsOf('demo-6.0-amd64-desktop.iso'),
    });
    const newest = [{ resolver: 'checksum-list', url: '{mirror}/SUMS' }];
    await expect(
      select('demo', { network, changes: { newest, url: '{mirror}/{file}' } }),
    ).rejects.toMatchObject({ code: 'key-unknown', message: expect.stringContaining('6.0') });
  });

  it('says that no release is to be found', async () => {
    const network = listNetwork({ 'https://one.example/demo/': '<html>We have moved!</html>' });
    await expect(select('demo', { network })).rejects.toMatchObject({
      code: 'version-not-found',
      remedy: expect.stringContaining('https://demo.example/'),
    });
  });

  it('says that a list is none', async () => {
    const newest = [{ resolver: 'arch-releases', url: 'https://one.example/json' }];
    const network = listNetwork({ 'https://one.example/json': '<html>' });
    await expect(select('demo', { network, changes: { newest } })).rejects.toMatchObject({
      code: 'version-not-found',
      subject: 'https://one.example/json',
    });
  });

  it('never asks a host that a list names', async () => {
    const network = listNetwork({
      'https://one.example/demo/': '<a href="https://evil.example/5.1/">5.1</a>',
      'https://one.example/demo/5.1/SUMS': digestsOf(
        'https://evil.example/demo-5.1-amd64-desktop.iso',
      ),
    });
    const { location } = await select('demo', { network });
    for (const url of [...(location.kind === 'remote' ? location.urls : []), ...network.asked]) {
      expect(url).toMatch(/^https:\/\/(one|two)\.example\/demo\//);
    }
  });

  it('offers the nearest names for one that there is not', async () => {
    await expect(select('dmeo')).rejects.toMatchObject({
      code: 'unknown-distro',
      remedy: 'Did you mean: demo?',
    });
    await expect(select('demo/destkop')).rejects.toMatchObject({
      code: 'unknown-distro',
      remedy: expect.stringContaining('desktop'),
    });
  });
});

describe('a selection by place', () => {
  it('is a URL with its file name, and nobody vouches for it', async () => {
    expect(await select('https://x.example/a%20b.iso', { arch: 'aarch64' })).toMatchObject({
      id: 'url',
      arch: 'aarch64',
      fileName: 'a b.iso',
      policy: { kind: 'none' },
    });
  });

  it('takes a URL that cannot be decoded as it is', async () => {
    expect(await select('https://x.example/100%.iso')).toMatchObject({ fileName: '100%.iso' });
  });

  it('is a URL in capitals too', async () => {
    expect(await select('HTTPS://X.example/a.iso')).toMatchObject({
      id: 'url',
      location: { kind: 'remote', urls: ['https://x.example/a.iso'] },
    });
  });

  it('is no URL of a kind that webboot does not load', async () => {
    await expect(select('ftp://x.example/a.iso')).rejects.toMatchObject({
      code: 'usage',
      remedy: expect.stringContaining('https://'),
    });
  });

  it('explains an address without its beginning, and a path that is not whole', async () => {
    await expect(select('x.example/a.iso')).rejects.toMatchObject({
      code: 'usage',
      remedy: 'Did you mean https://x.example/a.iso?',
    });
    await expect(select('a.iso')).rejects.toMatchObject({ code: 'usage' });
  });

  it('is a path', async () => {
    expect(await select('/mnt/a.iso')).toMatchObject({
      id: 'file',
      location: { kind: 'local', path: '/mnt/a.iso' },
      policy: { kind: 'none', reason: 'no signer is known for this file' },
    });
  });
});
