import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { OpenFetchContext } from '../../../src/cli/fetch.ts';
import { verifyCommand } from '../../../src/cli/verify.ts';
import { remoteLocation } from '../../../src/core/image/image-location.ts';
import { imageFiles } from '../../../src/storage/image-files.ts';
import { createGpg } from '../../helpers/gpg.ts';
import { localMedia } from '../../helpers/local-media.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../../helpers/verification.ts';

const gpg = createGpg();
const directory = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => {
  gpg[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});
const write = (name: string, bytes: Uint8Array | string): string => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
};

const at = '20250301T120000';
const own = gpg.createKey('Own <own@example.org>', { at: '20240101T000000' });
const other = gpg.createKey('Other <other@example.org>', { at: '20240101T000000' });
const image = Buffer.from('an image');
const hex = createHash('sha256').update(image).digest('hex');
const sums = Buffer.from(`${hex}  live.iso\n`);

const iso = write('live.iso', image);
const renamed = write('renamed.iso', image);
const changed = write('changed.iso', 'no image');
const list = write('SHA256SUMS', sums);
const signature = write('SHA256SUMS.sign', gpg.detached(sums, { by: [own], at }));
const clearsigned = write('CHECKSUM', gpg.clearsigned(sums, { by: [own], at }));
const imageSignature = write('live.iso.sig', gpg.detached(image, { by: [own], at, armor: false }));
const key = write('own.asc', gpg.exportKey(own));
const otherKey = write('other.asc', gpg.exportKey(other));

const open: OpenFetchContext = async () => ({
  select: async () => ({
    id: 'demo/desktop',
    title: 'Demo',
    version: '1',
    arch: 'x86_64',
    location: remoteLocation(['https://mirror.example/live.iso']),
    fileName: 'live.iso',
    policy: checksumsPolicy('openpgp-detached', [{ fingerprint: own, key: 'own.asc' }]),
  }),
  machine: localMedia,
  files: imageFiles,
  network: {
    fetchSmall: async ([url = '']) =>
      smallFile(url.endsWith('.sign') ? gpg.detached(sums, { by: [own], at }) : sums),
    open: () => Promise.reject(new Error('no remote image is needed')),
    download: () => Promise.reject(new Error('no download is needed')),
  },
  keyring: keyringOf({ 'own.asc': gpg.exportKey(own) }),
  clock: () => clock,
});

async function verify(...argv: string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  return {
    status: await verifyCommand.main(argv, io, { open, clock: () => clock, files: imageFiles }),
    out,
  };
}

describe('webboot verify', () => {
  test('accepts a file by its checksums, their signature and a key', async () => {
    const files = ['--checksums', list, '--signature', signature, '--key', key];
    expect(await verify(iso, ...files)).toEqual({
      status: 0,
      out: `${iso}: signed by Own <own@example.org>, key ${own}\n`,
    });
  });

  test('accepts a file by a clearsigned list, or by a signature over itself', async () => {
    expect((await verify(iso, '--checksums', clearsigned, '--key', key)).status).toBe(0);
    const { out } = await verify(iso, '--signature', imageSignature, '--key', key, '--json');
    expect(JSON.parse(out)).toMatchObject({
      file: iso,
      trust: { kind: 'signed', covers: 'image' },
    });
  });

  test('lists what is signed when no file is named', async () => {
    const files = ['--checksums', list, '--signature', signature];
    expect(await verify(...files, '--key', key)).toEqual({
      status: 0,
      out: `sha256 ${hex}  live.iso\n`,
    });
    expect(await verify(...files, '--key', otherKey, '--key', key)).toMatchObject({ status: 0 });
    expect(await refusalOf(verify(...files, '--key', otherKey))).toBe('key-unknown');
    const { out } = await verify('--checksums', clearsigned, '--key', key, '--json');
    expect(JSON.parse(out)).toMatchObject({
      trust: { fingerprint: own },
      digests: [{ algorithm: 'sha256', hex, name: 'live.iso' }],
    });
  });

  test('asks the catalogue for a distro, whatever the file is called here', async () => {
    expect((await verify(iso, '--distro', 'demo')).status).toBe(0);
    expect((await verify(renamed, '--distro', 'demo')).status).toBe(0);
    expect(await refusalOf(verify(changed, '--distro', 'demo'))).toBe('digest-wrong');
  });

  test.each([
    ['digest-missing', [changed, '--checksums', clearsigned, '--key', key]],
    ['signature-wrong', [changed, '--signature', imageSignature, '--key', key]],
    ['signature-missing', [iso, '--checksums', list, '--key', key]],
    ['signature-wrong', ['--checksums', iso, '--signature', signature, '--key', key]],
    ['key-unknown', [iso, '--checksums', clearsigned, '--key', list]],
    ['file-not-found', [join(directory, 'none'), '--checksums', clearsigned, '--key', key]],
    ['usage', [iso]],
    ['usage', ['--checksums', clearsigned]],
    ['usage', ['--key', key]],
    ['usage', ['--distro', 'demo']],
    ['usage', [iso, '--distro', 'demo', '--key', key]],
    ['usage', [iso, '--nonsense']],
  ])('refuses with %s: %j', async (code, argv) => {
    expect(await refusalOf(verify(...argv))).toBe(code);
  });
});
