import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { parseChecksums } from '../../src/formats/checksums/checksum-line.ts';
import { findDigest } from '../../src/formats/checksums/find-digest.ts';
import { verifyChecksums } from '../../src/verify/checksums.ts';
import { createGpg } from '../helpers/gpg.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../helpers/verification.ts';

const gpg = createGpg();
afterAll(() => gpg[Symbol.dispose]());
const at = '20250301T120000';
const fingerprint = gpg.createKey('Key <key@example.org>', {
  algorithm: 'rsa2048',
  at: '20240101T000000',
});
const sums = Buffer.from(`${'a'.repeat(64)}  live.iso\n`);
const signature = gpg.detached(sums, { by: [fingerprint], at, armor: false });
const clearsigned = gpg.clearsigned(sums, { by: [fingerprint], at });
const keyring = keyringOf({ key: gpg.exportKey(fingerprint) });
const keys = [{ fingerprint, key: 'key' }];

test('a signature with bytes cut out, put in or changed is never accepted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(signature.length),
      fc.nat(8),
      fc.uint8Array({ maxLength: 8 }),
      async (offset, removed, inserted) => {
        const mutated = Buffer.concat([
          signature.subarray(0, offset),
          inserted,
          signature.subarray(offset + removed),
        ]);
        fc.pre(!mutated.equals(signature));
        const judged = verifyChecksums({
          policy: checksumsPolicy('openpgp-detached', keys),
          checksums: smallFile(sums),
          signature: smallFile(mutated),
          keyring,
          clock,
        });
        expect(await refusalOf(judged)).toMatch(/^(signature|key|digest|clock)-/);
      },
    ),
    { numRuns: 500 },
  );
});

test('a clearsigned file never yields a line that was not signed', async () => {
  const genuine = parseChecksums(sums.toString());
  await fc.assert(
    fc.asyncProperty(
      fc.nat(clearsigned.length),
      fc.nat(8),
      fc.oneof(fc.string({ maxLength: 8 }), fc.constant(`\n${'b'.repeat(64)}  live.iso\n`)),
      async (offset, removed, inserted) => {
        const mutated = Buffer.concat([
          clearsigned.subarray(0, offset),
          Buffer.from(inserted),
          clearsigned.subarray(offset + removed),
        ]);
        const judged = verifyChecksums({
          policy: checksumsPolicy('openpgp-clearsigned', keys),
          checksums: smallFile(mutated),
          signature: undefined,
          keyring,
          clock,
        });
        const outcome = await refusalOf(judged);
        if (outcome === 'accepted') expect((await judged).lines).toEqual(genuine);
        else expect(outcome).toMatch(/^(signature|key|digest|clock)-/);
      },
    ),
    { numRuns: 500 },
  );
});

test('a digest that was written in any format is found again', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,30}$/);
  const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
  const formats = [
    (file: string, digest: string) => `${digest}  ${file}`,
    (file: string, digest: string) => `${digest} *./${file}`,
    (file: string, digest: string) => `SHA256 (${file}) = ${digest}`,
  ];
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, hex, fc.nat(2)), {
        minLength: 1,
        maxLength: 20,
        selector: ([file]) => file,
      }),
      fc.constantFrom('\n', '\r\n'),
      (files, end) => {
        const text = files
          .map(([file, digest, format]) => `# ${file}\n${formats[format]?.(file, digest)}`)
          .join(end);
        const lines = parseChecksums(text);
        for (const [file, digest] of files) {
          expect(findDigest(lines, file)).toMatchObject({
            kind: 'found',
            digest: { algorithm: 'sha256', hex: digest },
          });
        }
      },
    ),
  );
});

test('any text is parsed without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseChecksums(text)));
});
