import type { KeyPin, TrustPolicy } from '../core/image/trust.ts';
import { parsePublicKey } from '../formats/minisign/minisign.ts';
import type { Keyring } from './keyring.ts';
import { refusal } from './refusal.ts';

/** Files that the person gave, in place of a catalogue's row. */
export interface OwnFiles {
  readonly checksums?: Uint8Array;
  readonly signature?: Uint8Array;
  /** Key files, by the names under which errors speak of them. */
  readonly keys: Readonly<Record<string, Uint8Array>>;
}

type Scheme = Extract<TrustPolicy, { readonly kind: 'signed-checksums' }>['scheme'];

/**
 * The policy that files on disk amount to: every key in the key files is pinned, since the person
 * vouches for them. The scheme is told by what the files look like; a wrong guess is refused by
 * the verifier. Throws `key-unknown`, `signature-missing`, `signature-malformed`.
 */
export async function ownPolicy(
  files: OwnFiles,
): Promise<{ readonly policy: TrustPolicy; readonly keyring: Keyring }> {
  const keys: KeyPin[] = [];
  for (const [key, bytes] of Object.entries(files.keys)) {
    keys.push(...(await fingerprintsOf(bytes)).map((fingerprint) => ({ fingerprint, key })));
  }
  if (keys.length === 0) throw refusal('key-unknown', 'No key was given.');
  const scheme = schemeOf(files);
  const keyring: Keyring = { find: async (key) => files.keys[key] };
  const policy = files.checksums
    ? ({ kind: 'signed-checksums', scheme, keys } as const)
    : imagePolicy(scheme, keys);
  return { policy, keyring };
}

function imagePolicy(scheme: Scheme, keys: readonly KeyPin[]): TrustPolicy {
  if (scheme === 'openpgp-detached' || scheme === 'minisign') {
    return { kind: 'signed-image', scheme, keys };
  }
  throw refusal('signature-malformed', `A signature of ${scheme} cannot be over a whole image.`);
}

function schemeOf({ checksums, signature }: OwnFiles): Scheme {
  const bytes = signature ?? checksums;
  if (!bytes) throw refusal('signature-missing', 'Neither checksums nor a signature were given.');
  const text = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').trimStart();
  if (text.startsWith('untrusted comment:')) {
    return signature && text.includes('\ntrusted comment:') ? 'minisign' : 'signify';
  }
  if (signature) return 'openpgp-detached';
  if (text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) return 'openpgp-clearsigned';
  throw refusal('signature-missing', 'The checksum file is not signed in itself.');
}

async function fingerprintsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const minisign = findMinisignKey(bytes);
  if (minisign) return [minisign];
  const { readCertificates } = await import('./openpgp/packets.ts');
  const certificates = await readCertificates(bytes);
  return certificates.map((certificate) => certificate.getFingerprint().toUpperCase());
}

function findMinisignKey(bytes: Uint8Array): string | undefined {
  try {
    return parsePublicKey(Buffer.from(bytes).toString('utf8')).line;
  } catch {
    return undefined;
  }
}
