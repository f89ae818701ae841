import { afterAll } from 'vitest';
import { verifyChecksums } from '../../src/verify/checksums.ts';
import type { Clock } from '../../src/verify/clock.ts';
import { createGpg, type Gpg } from './gpg.ts';
import { checksumsPolicy, clock, keyringOf, smallFile } from './verification.ts';

/** The digest of live.iso in `sums`. */
export const hex = 'a'.repeat(64);
export const sums = Buffer.from(`${hex}  live.iso\n${'b'.repeat(64)}  other.iso\n`);
/** In gpg's form. */
export const signedOn = '20250301T120000';

/** A GnuPG home that goes with the suite at hand. */
export function suiteGpg(): Gpg {
  const gpg = createGpg();
  afterAll(() => gpg[Symbol.dispose]());
  return gpg;
}

/** Verifies a detached signature over `sums`, or over other data. */
export function verifyDetached(given: {
  /** Fingerprints. */
  readonly pinned: readonly string[];
  /** The one subkey that counts. */
  readonly subkey?: string;
  /** The key file that all of them are said to be in. */
  readonly material: Uint8Array;
  readonly signature: Uint8Array | string;
  readonly data?: Uint8Array;
  readonly at?: Clock;
}): ReturnType<typeof verifyChecksums> {
  return verifyChecksums({
    policy: checksumsPolicy(
      'openpgp-detached',
      given.pinned.map((fingerprint) => ({
        fingerprint,
        key: 'key.asc',
        ...(given.subkey === undefined ? {} : { subkey: given.subkey }),
      })),
    ),
    checksums: smallFile(given.data ?? sums),
    signature: smallFile(given.signature),
    keyring: keyringOf({ 'key.asc': given.material }),
    clock: given.at ?? clock,
  });
}
