import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromNear, type NearList, newestNear } from '../../../../src/boot/catalogue/near-source.ts';
import { offerOf } from '../../../../src/boot/catalogue/offer.ts';
import { fetchVerified } from '../../../../src/boot/files/fetch-verified.ts';
import type { FileContext } from '../../../../src/boot/files/file-context.ts';
import { verifyOffered } from '../../../../src/boot/files/verified-file.ts';
import { fetchExpectation } from '../../../../src/boot/stages/peek.ts';
import { remoteLocation } from '../../../../src/core/image/image-location.ts';
import type { ImageSource } from '../../../../src/core/image/image-source.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import { startServer } from '../../../../src/serve/start-server.ts';
import { fileContext } from '../../../helpers/served-image.ts';
import { makeSignedIso, type SignedIso } from '../../../helpers/signed-iso.ts';

const one = 'a'.repeat(64);
const other = 'b'.repeat(64);
const list = (url: string, fileName: string, id = one): NearList => ({
  url,
  images: [{ ids: [id], title: 'Any', version: '1', fileName, bytes: 1 }],
});

const source: ImageSource = {
  id: 'demo/live',
  title: 'Demo 1 live',
  version: '1',
  arch: 'x86_64',
  location: remoteLocation(['http://192.0.2.1/demo.iso']),
  fileName: 'demo.iso',
  policy: {
    kind: 'signed-checksums',
    scheme: 'openpgp-detached',
    checksums: remoteLocation(['http://192.0.2.1/SHA256SUMS']),
    signature: remoteLocation(['http://192.0.2.1/SHA256SUMS.sign']),
    keys: [{ fingerprint: 'F'.repeat(40), key: 'key.asc' }],
  },
};

describe('an image whose mirrors cannot be reached', () => {
  test('is taken from the machines that have it, with the same keys', () => {
    const near = fromNear(source, [
      list('http://10.0.0.2:1', 'demo.iso'),
      list('http://10.0.0.3:2', 'x.iso'),
    ]);
    expect(near?.location).toEqual(remoteLocation([`http://10.0.0.2:1/iso/${one}`]));
    expect(near?.policy).toEqual({
      ...source.policy,
      checksums: remoteLocation([`http://10.0.0.2:1/beside/${one}/demo.iso.SHA256SUMS`]),
      signature: remoteLocation([`http://10.0.0.2:1/beside/${one}/demo.iso.SHA256SUMS.sign`]),
    });
    expect(near?.notes?.at(-1)).toContain('10.0.0.2:1');
  });

  test('is the one that most machines have under that name', () => {
    const near = fromNear(source, [
      list('http://10.0.0.2:1', 'demo.iso', other),
      list('http://10.0.0.3:1', 'demo.iso'),
      list('http://10.0.0.4:1', 'demo.iso'),
    ]);
    expect(near?.location).toEqual(
      remoteLocation([`http://10.0.0.3:1/iso/${one}`, `http://10.0.0.4:1/iso/${one}`]),
    );
  });

  test('is nowhere if no machine has one of that name, or of the pinned digest', () => {
    expect(fromNear(source, [])).toBeUndefined();
    expect(fromNear(source, [list('http://10.0.0.2:1', '../demo.iso')])).toBeUndefined();
    const pinned: ImageSource = {
      ...source,
      policy: { kind: 'pinned-digest', digest: { algorithm: 'sha256', hex: other } },
    };
    expect(fromNear(pinned, [list('http://10.0.0.2:1', 'demo.iso')])).toBeUndefined();
    expect(fromNear(pinned, [list('http://10.0.0.2:1', 'demo.iso', other)])).toBeDefined();
  });

  test('is never taken from there if nobody signs it', () => {
    const unsigned: ImageSource = { ...source, policy: { kind: 'none', reason: 'nobody does' } };
    expect(fromNear(unsigned, [list('http://10.0.0.2:1', 'demo.iso')])).toBeUndefined();
  });
});

test('of several releases, the newest is taken, and no other distribution', () => {
  const distro = parseDistro(
    JSON.stringify({
      id: 'demo',
      name: 'Demo',
      description: 'A row of its own.',
      homepage: 'http://192.0.2.1',
      mirrors: ['http://192.0.2.1'],
      newest: [{ resolver: 'directory', url: '{mirror}/' }],
      file: 'demo-{version}.iso',
      trust: { kind: 'pinned-digest', digest: { algorithm: 'sha256', hex: other } },
      variants: [{ id: 'live', name: 'live', architectures: ['x86_64'], approximateMiB: 1 }],
    }),
  );
  const [variant] = distro.variants;
  if (variant === undefined) throw new Error('the row has no variant');
  const offer = offerOf(distro, variant, 'x86_64');
  const lists = ['demo-9.iso', 'demo-10.2.iso', 'demo-10.1.iso', 'evil-99.iso'].map((name, at) =>
    list(`http://10.0.0.${at + 2}:1`, name, other),
  );
  expect(newestNear(offer, lists)).toMatchObject({ version: '10.2', fileName: 'demo-10.2.iso' });
  expect(newestNear(offer, [list('http://10.0.0.2:1', 'evil-99.iso', other)])).toBeUndefined();
});

describe('with a machine that serves', () => {
  let folder = '';
  let iso: SignedIso;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'webboot-near-'));
    iso = await makeSignedIso(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('the signature that it keeps is verified by the key that the catalogue pins', async () => {
    const path = join(folder, 'demo.iso');
    const { fingerprint, armored } = iso.key;
    const context: FileContext = {
      ...fileContext,
      keyring: { find: async () => armored },
      clock: () => ({ now: new Date(Date.now() + 3_600_000), builtAt: new Date(0) }),
    };
    if (source.policy.kind !== 'signed-checksums') throw new Error('the test is wrong');
    const policy = { ...source.policy, keys: [{ fingerprint, key: 'key.asc' }] };
    const kept = {
      ...source,
      location: { kind: 'local', path },
      policy: {
        ...policy,
        checksums: { kind: 'local', path: join(folder, 'SHA256SUMS') },
        signature: { kind: 'local', path: join(folder, 'SHA256SUMS.sign') },
      },
    } as const;
    const file = await verifyOffered(kept, path, context);
    const server = await startServer({
      images: [file],
      port: 0,
      reaches: () => true,
      onProblem: () => {},
    });
    try {
      const [{ hex }] = file.digests;
      const url = `http://127.0.0.1:${server.port}`;
      const near = fromNear({ ...source, policy }, [list(url, 'demo.iso', hex)]);
      if (near === undefined) throw new Error('it was not found');
      const expectation = await fetchExpectation(near, context);
      expect(expectation).toMatchObject({ kind: 'digest', digest: { algorithm: 'sha256', hex } });
      const bytes = new Uint8Array(
        await (
          await fetch(near.location.kind === 'remote' ? (near.location.urls[0] ?? '') : '')
        ).arrayBuffer(),
      );
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hex);
      // A download as well comes from there as soon as the mirrors cannot be reached.
      const dead = (name: string) => remoteLocation([`http://127.0.0.1:9/${name}`]);
      const places = { checksums: dead('SHA256SUMS'), signature: dead('SHA256SUMS.sign') };
      const away = { ...source, location: dead('demo.iso'), policy: { ...policy, ...places } };
      const output = join(folder, 'fetched.iso');
      const network = createNetwork({ limits: { attempts: 1 } });
      const here = async () => [list(url, 'demo.iso', hex)];
      const asking = { ...context, network, listNear: here };
      const fetched = await fetchVerified(away, output, asking);
      expect(fetched).toMatchObject({ trust: { kind: 'signed' }, digest: { hex } });
      const nobody = { ...context, network, listNear: async () => [] };
      await expect(fetchVerified(away, output, nobody)).rejects.toMatchObject({
        code: 'connection-refused',
      });
      // By another key, what it keeps is worth nothing.
      const foreign = { ...policy, keys: [{ fingerprint: 'F'.repeat(40), key: 'key.asc' }] };
      const forged = fromNear({ ...source, policy: foreign }, [list(url, 'demo.iso', hex)]);
      if (forged === undefined) throw new Error('it was not found');
      await expect(fetchExpectation(forged, context)).rejects.toMatchObject({
        code: 'key-unknown',
      });
    } finally {
      await server.stop();
    }
  });
});
