import { remoteLocation } from '../../src/core/image/image-location.ts';
import type { KeyPin, TrustPolicy } from '../../src/core/image/trust.ts';
import type { SmallFile } from '../../src/ports/network.ts';
import type { Clock } from '../../src/verify/clock.ts';
import type { Keyring } from '../../src/verify/keyring.ts';

type ChecksumsPolicy = Extract<TrustPolicy, { kind: 'signed-checksums' }>;

export const clock: Clock = {
  now: new Date('2026-06-01T12:00:00Z'),
  builtAt: new Date('2026-01-01T00:00:00Z'),
};

export function keyringOf(files: Readonly<Record<string, Uint8Array>>): Keyring {
  return { find: async (key) => files[key] };
}

export function smallFile(bytes: Uint8Array | string): SmallFile {
  return { url: 'https://mirror.example/file', bytes: new Uint8Array(Buffer.from(bytes)) };
}

export function checksumsPolicy(
  scheme: ChecksumsPolicy['scheme'],
  keys: readonly KeyPin[],
): ChecksumsPolicy {
  const embedded = scheme === 'openpgp-clearsigned';
  return {
    kind: 'signed-checksums',
    scheme,
    checksums: remoteLocation(['https://mirror.example/SHA256SUMS']),
    ...(!embedded && { signature: remoteLocation(['https://mirror.example/SHA256SUMS.sign']) }),
    keys,
  };
}

/** The code of the error that a promise rejects with; `accepted` where it does not. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `bug: ${error}`;
  }
}
