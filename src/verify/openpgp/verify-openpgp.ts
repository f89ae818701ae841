import { createHash } from 'node:crypto';
import { config as defaults, enums, type SignaturePacket } from 'openpgp';
import { defined } from '../../core/defined.ts';
import type { DigestAlgorithm, KeyPin } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import { type Clock, checkSigningTime } from '../clock.ts';
import type { Keyring } from '../keyring.ts';
import { refusal } from '../refusal.ts';
import { type Verified, worstFirst } from '../verified.ts';
import {
  type DocumentSignature,
  digestAlgorithmOf,
  readCertificates,
  readSignatures,
} from './packets.ts';
import { findSigner, type PinnedCertificate, type Signer } from './signer.ts';

interface Inputs {
  readonly signature: Uint8Array;
  readonly keys: readonly KeyPin[];
  readonly keyring: Keyring;
  readonly clock: Clock;
}

/** What must be hashed for a signature over an image to be judged. */
export interface ImageDigestNeed {
  readonly algorithm: DigestAlgorithm;
  /** Follows the image. */
  readonly suffix: Uint8Array;
  /** When it was made, as the signature says: true once the digest fits. ISO 8601. */
  readonly signedAt?: string;
}

/**
 * Verifies a detached signature over bytes in memory. Several signatures: one good one of a
 * pinned key is enough, those of other keys are ignored. Text signatures count CR LF for LF.
 */
export async function verifyOpenpgp(inputs: Inputs & { data: Uint8Array }): Promise<Verified> {
  return firstGood(inputs, async ({ packet, suffix }, signer) => {
    const text = packet.signatureType === enums.signature.text;
    const digest = createHash(digestAlgorithmOf(packet))
      .update(saltOf(packet))
      .update(text ? withCrLf(inputs.data) : inputs.data)
      .update(suffix)
      .digest();
    await checkDigest(packet, signer, digest);
  });
}

/**
 * The digest by which a signature over an image can be judged: of the first signature that a
 * pinned key was entitled to make.
 */
export async function planImageDigest(inputs: Inputs): Promise<ImageDigestNeed> {
  let need: ImageDigestNeed | undefined;
  await firstGood(inputs, async (signature) => {
    need = imageDigestNeed(signature);
  });
  if (!need) throw refusal('key-unknown', 'No pinned key has signed the image.');
  return need;
}

/** Verifies a signature over an image by the image's digest, hashed as `need` says. */
export async function verifyOpenpgpImage(
  inputs: Inputs & { readonly need: ImageDigestNeed; readonly digest: Uint8Array },
): Promise<Verified> {
  return firstGood(inputs, async (signature, signer) => {
    const need = imageDigestNeed(signature);
    const same =
      need.algorithm === inputs.need.algorithm &&
      Buffer.compare(need.suffix, inputs.need.suffix) === 0;
    if (!same) throw refusal('signature-wrong', 'Another signature was to be judged.');
    await checkDigest(signature.packet, signer, inputs.digest);
  });
}

function imageDigestNeed({ packet, version, suffix }: DocumentSignature): ImageDigestNeed {
  // A salt comes before the data, and text is hashed line by line: neither is the image's digest.
  if (version === 6 || packet.signatureType !== enums.signature.binary) {
    throw refusal(
      'signature-malformed',
      'This kind of signature over an image is not supported: only binary ones of versions 3 and 4 are.',
      { remedy: 'Update webboot, or choose an image whose checksums are signed.' },
    );
  }
  const signedAt = packet.created?.toISOString();
  return {
    algorithm: digestAlgorithmOf(packet),
    suffix,
    ...defined({ signedAt }),
  };
}

async function firstGood(
  { signature, keys, keyring, clock }: Inputs,
  judge: (signature: DocumentSignature, signer: Signer) => Promise<void>,
): Promise<Verified> {
  const signatures = await readSignatures(signature);
  const certificates = await pinnedCertificates(keys, keyring);
  const refusals: WebbootError[] = [];
  for (const candidate of signatures) {
    const { packet } = candidate;
    for (const certificate of certificates) {
      try {
        const signer = await entitledSigner(candidate, certificate, clock);
        if (!signer) continue;
        await judge(candidate, signer);
        const signedAt = packet.created?.toISOString();
        const { userId, fingerprint } = signer;
        return { by: userId, fingerprint, ...defined({ signedAt }) };
      } catch (error) {
        if (!(error instanceof WebbootError)) throw error;
        refusals.push(error);
      }
    }
  }
  const issuers = signatures.map(({ packet }) => packet.issuerKeyID.toHex().toUpperCase());
  throw (
    worstFirst(refusals) ??
    refusal('key-unknown', `Signed by ${issuers.join(', ')}, which is no key that is pinned.`)
  );
}

async function entitledSigner(
  { packet, version }: DocumentSignature,
  certificate: PinnedCertificate,
  clock: Clock,
): Promise<Signer | undefined> {
  const { signatureType, created } = packet;
  const { binary, text } = enums.signature;
  const signer = await findSigner(certificate, packet);
  if (!signer) return undefined;
  if ((signatureType !== binary && signatureType !== text) || ![3, 4, 6].includes(version)) {
    throw refusal('signature-malformed', 'The signature is not one over a document.');
  }
  digestAlgorithmOf(packet);
  checkStrength(signer);
  if (!created) throw refusal('signature-malformed', 'The signature bears no date.');
  const expiry = packet.getExpirationTime();
  checkSigningTime({ created, expires: expiry instanceof Date ? expiry : undefined }, clock);
  return signer;
}

/** DSA and short RSA are of an age in which they were enough. */
function checkStrength({ key, fingerprint }: Signer): void {
  const { algorithm, bits = 0 } = key.getAlgorithmInfo();
  const rsa = algorithm === 'rsaEncryptSign' || algorithm === 'rsaSign';
  const curve = ['ecdsa', 'eddsaLegacy', 'ed25519', 'ed448'].includes(algorithm);
  if (curve || (rsa && bits >= 2048)) return;
  throw refusal('signature-wrong', `Signatures by ${algorithm} of ${bits} bits do not count.`, {
    subject: fingerprint,
  });
}

/**
 * The public-key operation against a digest that was computed elsewhere: openpgp.js takes it from
 * `hashed`, as in its own streaming. Were that ignored, there would be no data and the check
 * would fail.
 */
async function checkDigest(
  packet: SignaturePacket,
  { key, fingerprint }: Signer,
  digest: Uint8Array,
): Promise<void> {
  const { signatureType, created } = packet;
  try {
    if (signatureType === null || !created) throw new Error('no type or date');
    const hashed = Object.assign(packet, { hashed: digest });
    await hashed.verify(key, signatureType, {}, created, true, defaults);
  } catch (cause) {
    throw refusal(
      'signature-wrong',
      'The signature does not fit: what was signed has been changed, or is something else.',
      { subject: fingerprint, cause },
    );
  }
}

/** Version 6 hashes a salt before the data (RFC 9580, section 5.2.4); its length is checked here. */
function saltOf(packet: SignaturePacket): Uint8Array {
  if (packet.version !== 6) return new Uint8Array();
  const salt: unknown = Reflect.get(packet, 'salt');
  const length = { sha256: 16, sha384: 24, sha512: 32 } as Readonly<Record<string, number>>;
  if (!(salt instanceof Uint8Array) || salt.length !== length[digestAlgorithmOf(packet)]) {
    throw refusal('signature-malformed', 'The signature has a salt of the wrong length.');
  }
  return salt;
}

function withCrLf(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data).toString('latin1');
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1');
}

/** The certificates whose primary key is pinned by its whole fingerprint. */
async function pinnedCertificates(
  keys: readonly KeyPin[],
  keyring: Keyring,
): Promise<readonly PinnedCertificate[]> {
  const found: PinnedCertificate[] = [];
  for (const { key, fingerprint, subkey } of keys) {
    const bytes = await keyring.find(key);
    if (!bytes) continue;
    const pin = digitsOf(fingerprint);
    for (const certificate of await readCertificates(bytes)) {
      if (certificate.getFingerprint() !== pin) continue;
      found.push({
        certificate,
        ...(subkey === undefined ? {} : { subkeyOnly: digitsOf(subkey) }),
      });
    }
  }
  if (found.length === 0) {
    throw refusal('key-unknown', 'None of the pinned keys is in the keyring.', {
      subject: keys.map(({ fingerprint }) => fingerprint).join(', '),
    });
  }
  return found;
}

function digitsOf(fingerprint: string): string {
  return fingerprint.replace(/\s/g, '').toLowerCase();
}
