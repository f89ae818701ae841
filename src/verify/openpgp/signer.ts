import { enums, type Key, type SignaturePacket } from 'openpgp';
import { printable } from '../../core/printable.ts';
import { refusal } from '../refusal.ts';
import {
  findSelfStatement,
  isSelfRevocation,
  isSelfSignature,
  type KeyPacket,
  timeOf,
} from './self-signature.ts';

/** A key that was entitled to make a certain signature when it was made. */
export interface Signer {
  /** The primary key's, or that of a subkey which it has bound. */
  readonly key: KeyPacket;
  /** Of the primary key, upper-case hexadecimal. */
  readonly fingerprint: string;
  readonly userId: string;
}

/** A certificate, and what of it the catalogue pins. */
export interface PinnedCertificate {
  readonly certificate: Key;
  /** The fingerprint of the one subkey that counts, lower-case hexadecimal. */
  readonly subkeyOnly?: string;
}

type Subkey = Key['subkeys'][number];

/**
 * The key of a pinned certificate that a signature names as its issuer, after these checks, all as
 * of the signature's time:
 * - the certificate's primary key speaks for itself (a self-signature that verifies);
 * - neither it nor the subkey is revoked: as compromised or without a reason, at any time; as
 *   superseded or retired, before the signature was made;
 * - neither had expired;
 * - the key may sign, and a subkey is bound by the primary and claims the primary in turn.
 * A subkey that is pinned by its own fingerprint is the only one that counts, and does so after its
 * expiry in this copy of the certificate: the fingerprint covers its key, and whoever pins it says
 * that it is in use. All other checks hold for it too.
 * Undefined where the certificate has no such key. Throws `key-expired`, `key-revoked`, or
 * `signature-wrong` for a key that must not sign.
 */
export async function findSigner(
  { certificate, subkeyOnly }: PinnedCertificate,
  signature: SignaturePacket,
): Promise<Signer | undefined> {
  const subkey = certificate.subkeys.find(
    ({ keyPacket }) =>
      issued(keyPacket, signature) &&
      (subkeyOnly === undefined || keyPacket.getFingerprint() === subkeyOnly),
  );
  const byPrimary = subkeyOnly === undefined && issued(certificate.keyPacket, signature);
  if (!subkey && !byPrimary) return undefined;
  const fingerprint = certificate.getFingerprint().toUpperCase();
  const lifetime = subkeyOnly === undefined ? checkLifetime : checkAge;
  const own = await findSelfStatement(certificate);
  if (!own) throw wrong('The key carries no valid signature of its own', fingerprint);
  await checkPrimary(certificate, signature, fingerprint);
  lifetime(certificate.keyPacket, own.statement, signature, fingerprint);
  const userId = printable(own.userId ?? fingerprint);
  if (byPrimary) {
    checkMaySign(own.statement, fingerprint);
    return { key: certificate.keyPacket, fingerprint, userId };
  }
  if (!subkey) return undefined;
  const binding = await checkSubkey(certificate, subkey, signature, fingerprint);
  lifetime(subkey.keyPacket, binding, signature, fingerprint);
  return { key: subkey.keyPacket, fingerprint, userId };
}

/** A key ID is a hint of eight bytes; the issuer's fingerprint decides where it is stated. */
function issued(key: KeyPacket, { issuerFingerprint, issuerKeyID }: SignaturePacket): boolean {
  return issuerFingerprint
    ? key.getFingerprint() === Buffer.from(issuerFingerprint).toString('hex')
    : key.getKeyID().equals(issuerKeyID);
}

async function checkPrimary(
  certificate: Key,
  signature: SignaturePacket,
  fingerprint: string,
): Promise<void> {
  const key = certificate.keyPacket;
  for (const revocation of certificate.revocationSignatures) {
    if (!(await isSelfRevocation(revocation, key, { key }))) continue;
    checkRevocation(revocation, signature, fingerprint);
  }
}

/** Returns the signature by which the primary key binds the subkey. */
async function checkSubkey(
  certificate: Key,
  subkey: Subkey,
  signature: SignaturePacket,
  fingerprint: string,
): Promise<SignaturePacket> {
  const signed = { key: certificate.keyPacket, bind: subkey.keyPacket };
  for (const revocation of subkey.revocationSignatures) {
    if (!(await isSelfRevocation(revocation, certificate.keyPacket, signed))) continue;
    checkRevocation(revocation, signature, fingerprint);
  }
  const newestFirst = [...subkey.bindingSignatures].sort((a, b) => timeOf(b) - timeOf(a));
  for (const binding of newestFirst) {
    if (!(await isSelfSignature(binding, certificate.keyPacket, signed))) continue;
    checkMaySign(binding, fingerprint);
    const back = binding.embeddedSignature;
    // Without it anybody's signing key could be bound, and its signatures claimed.
    if (
      back?.signatureType !== enums.signature.keyBinding ||
      !(await isSelfSignature(back, subkey.keyPacket, signed))
    ) {
      throw wrong('The signing subkey does not claim its primary key', fingerprint);
    }
    return binding;
  }
  throw wrong('The signing subkey is not bound by its primary key', fingerprint);
}

function checkRevocation(
  revocation: SignaturePacket,
  signature: SignaturePacket,
  fingerprint: string,
): void {
  const { keySuperseded, keyRetired } = enums.reasonForRevocation;
  const reason = revocation.reasonForRevocationFlag;
  const soft = reason === keySuperseded || reason === keyRetired;
  if (soft && timeOf(signature) < timeOf(revocation)) return;
  throw refusal('key-revoked', `The key was revoked by its owner on ${day(timeOf(revocation))}.`, {
    subject: fingerprint,
  });
}

function checkLifetime(
  key: KeyPacket,
  statement: SignaturePacket,
  signature: SignaturePacket,
  fingerprint: string,
): void {
  checkAge(key, statement, signature, fingerprint);
  const created = key.getCreationTime().getTime();
  const { keyNeverExpires, keyExpirationTime } = statement;
  if (keyNeverExpires !== false || keyExpirationTime === null) return;
  const expires = created + keyExpirationTime * 1000;
  if (timeOf(signature) < expires) return;
  throw refusal(
    'key-expired',
    `The signature was made on ${day(timeOf(signature))}, after its key had expired on ${day(expires)}.`,
    { subject: fingerprint },
  );
}

function checkAge(
  key: KeyPacket,
  _statement: SignaturePacket,
  signature: SignaturePacket,
  fingerprint: string,
): void {
  if (timeOf(signature) >= key.getCreationTime().getTime()) return;
  throw wrong('The signature is older than its key', fingerprint);
}

/** Keys of before 2005 say nothing of their use and may do all. */
function checkMaySign({ keyFlags }: SignaturePacket, fingerprint: string): void {
  if (keyFlags === null || ((keyFlags[0] ?? 0) & enums.keyFlags.signData) !== 0) return;
  throw wrong('The key is not one for signing data', fingerprint);
}

function wrong(message: string, subject: string): Error {
  return refusal('signature-wrong', `${message}.`, { subject });
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
