import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TrustPolicy } from '../../../src/core/image/trust.ts';
import { parsePublicKey } from '../../../src/formats/minisign/minisign.ts';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import { confirmDigest } from '../../../src/verify/confirm-digest.ts';
import { digestRequestOf, resolveExpectation } from '../../../src/verify/resolve-expectation.ts';
import { checksumsPolicy, keyringOf, refusalOf, smallFile } from '../../helpers/verification.ts';

const directory = mkdtempSync(join(tmpdir(), 'minisign-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const path = (name: string) => join(directory, name);
const read = (name: string) => readFileSync(path(name));
const run = (command: string, ...rest: string[]) =>
  execFileSync(command, rest, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });

const sums = `${'a'.repeat(64)}  live.iso\n`;
writeFileSync(path('sums'), sums);
for (const name of ['own', 'other'])
  run('minisign', '-G', '-W', '-p', `${name}.pub`, '-s', `${name}.key`);
run(
  'minisign',
  '-S',
  '-s',
  'own.key',
  '-m',
  'sums',
  '-x',
  'prehashed',
  '-t',
  'timestamp:1740830400\tfile:sums\thashed',
);
run('minisign', '-S', '-l', '-s', 'own.key', '-m', 'sums', '-x', 'legacy');
run('signify-openbsd', '-G', '-n', '-p', 'bsd.pub', '-s', 'bsd.sec');
run('signify-openbsd', '-S', '-s', 'bsd.sec', '-m', 'sums', '-x', 'detached');
run('signify-openbsd', '-S', '-e', '-s', 'bsd.sec', '-m', 'sums', '-x', 'embedded');

// What was signed just now is in the past of this clock.
const clock = { now: new Date(Date.now() + 60_000), builtAt: new Date('2026-01-01') };
const keyring = keyringOf({
  own: read('own.pub'),
  other: read('other.pub'),
  bsd: read('bsd.pub'),
});
const pin = (key: string) => ({
  key,
  fingerprint: parsePublicKey(read(`${key}.pub`).toString()).line,
});

function check(
  scheme: 'minisign' | 'signify',
  key: string,
  files: { checksums: Uint8Array | string; signature?: Uint8Array | string },
) {
  const { signature: _, ...embedded } = checksumsPolicy(scheme, [pin(key)]);
  const policy = checksumsPolicy(scheme, [pin(key)]);
  return verifyChecksums({
    policy: files.signature === undefined ? embedded : policy,
    checksums: smallFile(files.checksums),
    signature: files.signature === undefined ? undefined : smallFile(files.signature),
    keyring,
    clock,
  });
}

function everyByteFlipped(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (_, offset) => {
    const changed = Uint8Array.from(bytes);
    changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 7));
    return changed;
  });
}

describe('minisign', () => {
  test.each(['prehashed', 'legacy'])('accepts a %s signature by the pinned key', async (name) => {
    const { trust, lines } = await check('minisign', 'own', {
      checksums: sums,
      signature: read(name),
    });
    const { id } = parsePublicKey(read('own.pub').toString());
    expect(trust).toMatchObject({ kind: 'signed', fingerprint: id, by: `minisign key ${id}` });
    expect(lines).toHaveLength(1);
  });

  test('tells the time of the trusted comment', async () => {
    const files = { checksums: sums, signature: read('prehashed') };
    expect((await check('minisign', 'own', files)).trust.signedAt).toBe('2025-03-01T12:00:00.000Z');
  });

  test('refuses a key that is not pinned', async () => {
    const files = { checksums: sums, signature: read('prehashed') };
    expect(await refusalOf(check('minisign', 'other', files))).toBe('key-unknown');
  });

  test('refuses any changed byte of the file', async () => {
    for (const checksums of everyByteFlipped(Buffer.from(sums))) {
      const files = { checksums, signature: read('prehashed') };
      expect(await refusalOf(check('minisign', 'own', files))).toBe('signature-wrong');
    }
  });

  test.each(['prehashed', 'legacy'])(
    'refuses any changed byte that counts of a %s signature',
    async (name) => {
      const whole = read(name);
      const counts = whole.indexOf(10) + 1;
      for (const signature of everyByteFlipped(whole).slice(counts, -1)) {
        const refused = await refusalOf(check('minisign', 'own', { checksums: sums, signature }));
        expect(refused).toMatch(/^(signature-|key-unknown)/);
      }
    },
  );

  test('judges an image by its BLAKE2b-512, and refuses the old kind for one', async () => {
    const policy: TrustPolicy = {
      kind: 'signed-image',
      scheme: 'minisign',
      keys: [pin('own')],
    };
    const resolve = (name: string) =>
      resolveExpectation({
        policy,
        fileName: 'live.iso',
        signature: smallFile(read(name)),
        keyring,
        clock,
      });
    const expectation = await resolve('prehashed');
    expect(digestRequestOf(expectation)).toEqual({
      algorithm: 'blake2b512',
      suffix: new Uint8Array(),
    });
    const confirm = (bytes: string) =>
      confirmDigest({
        expectation,
        digest: createHash('blake2b512').update(bytes).digest(),
        keyring,
        clock,
      });
    expect(await confirm(sums)).toMatchObject({ kind: 'signed', covers: 'image' });
    expect(await refusalOf(confirm(`${sums} `))).toBe('signature-wrong');
    expect(await refusalOf(resolve('legacy'))).toBe('signature-malformed');
  });
});

describe('signify', () => {
  test('accepts a detached and an embedded signature', async () => {
    const detached = await check('signify', 'bsd', {
      checksums: sums,
      signature: read('detached'),
    });
    const embedded = await check('signify', 'bsd', { checksums: read('embedded') });
    expect(embedded.lines).toEqual(detached.lines);
    expect(embedded.trust).toMatchObject({ kind: 'signed', covers: 'checksums' });
    expect(embedded.trust).not.toHaveProperty('signedAt');
  });

  test('refuses any changed byte of the text or of the signature', async () => {
    const whole = read('embedded');
    for (const checksums of everyByteFlipped(whole).slice(whole.indexOf(10) + 1)) {
      const refused = await refusalOf(check('signify', 'bsd', { checksums }));
      expect(refused).toMatch(/^(signature-|key-unknown)/);
    }
  });

  test('refuses text after a detached signature, another key, and a text without signature', async () => {
    const signature = Buffer.concat([read('detached'), Buffer.from('more')]);
    expect(await refusalOf(check('signify', 'bsd', { checksums: sums, signature }))).toBe(
      'signature-malformed',
    );
    expect(await refusalOf(check('signify', 'own', { checksums: read('embedded') }))).toBe(
      'key-unknown',
    );
    expect(await refusalOf(check('signify', 'bsd', { checksums: sums }))).toBe(
      'signature-malformed',
    );
  });
});
