import { readFileSync } from 'node:fs';
import { enums, type Key } from 'openpgp';
import { describe, expect, test } from 'vitest';
import { readCertificates } from '../../../src/verify/openpgp/packets.ts';
import { findSelfStatement } from '../../../src/verify/openpgp/self-signature.ts';

const directory = new URL('../../../distros/keys/', import.meta.url);
const dayMs = 24 * 3600 * 1000;
/** So long a catalogue update may take to reach everybody. */
const noticeDays = 90;

interface Exception {
  readonly file: string;
  readonly expires: string;
  readonly until: string;
  readonly reason: string;
}

const index: readonly { readonly file: string }[] = read('index.json');
const exceptions: readonly Exception[] = read('expiry-exceptions.json');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, directory), 'utf8'));
}

/** When the last key of a certificate that signs ends, as far as the certificate says. */
async function expiryOf(certificate: Key): Promise<number> {
  const primary = timeOf(await certificate.getExpirationTime());
  const signing = [];
  if (maySign((await findSelfStatement(certificate))?.statement.keyFlags ?? null))
    signing.push(primary);
  for (const subkey of certificate.subkeys) {
    const [binding] = subkey.bindingSignatures;
    if (!maySign(binding?.keyFlags ?? null) || subkey.revocationSignatures.length > 0) continue;
    const seconds = binding?.keyExpirationTime;
    signing.push(seconds ? subkey.getCreationTime().getTime() + seconds * 1000 : Infinity);
  }
  return Math.min(primary, Math.max(...signing));
}

function timeOf(time: Date | number | null): number {
  return time instanceof Date ? time.getTime() : Number.POSITIVE_INFINITY;
}

function maySign(flags: Uint8Array | null): boolean {
  return flags === null || ((flags[0] ?? 0) & enums.keyFlags.signData) !== 0;
}

/** What is wrong with a key's remaining time; undefined where nothing is. */
function complaint(file: string, expires: number, now: Date, all = exceptions): string | undefined {
  const exception = all.find((one) => one.file === file);
  const soon = expires < now.getTime() + noticeDays * dayMs;
  const day = Number.isFinite(expires) ? new Date(expires).toISOString().slice(0, 10) : 'never';
  if (!soon) return exception && `${file} expires ${day}: take its exception out`;
  if (exception === undefined) return `${file} expires on ${day}: get a newer copy of it`;
  if (exception.expires !== day) return `${file} expires on ${day}, the exception says otherwise`;
  if (now.toISOString().slice(0, 10) <= exception.until) return undefined;
  return `${file} expires on ${day}, and the exception for it ended on ${exception.until}`;
}

const openpgpFiles = index.filter(({ file }) => file.endsWith('.asc'));

test.each(openpgpFiles)(
  '$file is valid for 90 days more, or its exception is',
  async ({ file }) => {
    for (const certificate of await readCertificates(readFileSync(new URL(file, directory)))) {
      expect(complaint(file, await expiryOf(certificate), new Date())).toBeUndefined();
    }
  },
);

test('the day on which the Tails key ends is the one that its subkeys state', async () => {
  const [tails] = await readCertificates(readFileSync(new URL('tails.asc', directory)));
  expect(tails && new Date(await expiryOf(tails)).toISOString()).toMatch(/^2027-01-13/);
});

describe('a key that expires soon', () => {
  const expires = Date.parse('2027-01-13T12:00:00Z');
  const exception = { file: 'k.asc', expires: '2027-01-13', until: '2027-01-06', reason: 'x' };
  const judge = (now: string, all: readonly Exception[]) =>
    complaint('k.asc', expires, new Date(now), all);

  test('is complained of from 90 days before', () => {
    expect(judge('2026-10-01', [])).toBeUndefined();
    expect(judge('2026-11-01', [])).toContain('get a newer copy');
  });

  test('may be excepted until a day, and not after it', () => {
    expect(judge('2026-11-30', [exception])).toBeUndefined();
    expect(judge('2027-01-06', [exception])).toBeUndefined();
    expect(judge('2027-01-07', [exception])).toContain('ended on 2027-01-06');
  });

  test('is not excepted by what was written for another copy', () => {
    expect(judge('2026-11-30', [{ ...exception, expires: '2026-12-01' }])).toContain('otherwise');
  });

  test('needs no exception any more once a newer copy is there', () => {
    const newer = complaint('k.asc', Infinity, new Date('2026-11-30'), [exception]);
    expect(newer).toContain('take its exception out');
  });
});

test('each exception says why, and is for a key that is shipped', () => {
  for (const { file, reason } of exceptions) {
    expect(index.map((one) => one.file)).toContain(file);
    expect(reason.length).toBeGreaterThan(40);
  }
});
