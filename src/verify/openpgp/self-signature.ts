import { config as defaults, enums, type Key, SignaturePacket } from 'openpgp';

/** Primary and subkey packets alike. */
export type KeyPacket = Key['keyPacket'] | Key['subkeys'][number]['keyPacket'];

/**
 * SHA-1 in a key's signatures over itself counts only when made before this day. Its collisions do
 * not let a stranger write into a certificate that is shipped with webboot or given by the person,
 * and is pinned by its whole fingerprint; old distribution keys (openSUSE 2008, AlmaLinux 8) have
 * nothing better. Later ones have no excuse. MD5 and RIPEMD never count.
 */
const sha1Until = new Date('2023-02-01T00:00:00Z');

const strict = {
  rejectHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd]),
};
const lenient = { rejectHashAlgorithms: new Set<enums.hash>() };

/** What a signature within a certificate is over, in openpgp.js's terms. */
type Signed = Readonly<Record<string, unknown>>;

/** Whether `key` made this signature over parts of its own certificate, by an accepted digest. */
export async function isSelfSignature(
  packet: SignaturePacket,
  key: KeyPacket,
  signed: Signed,
): Promise<boolean> {
  const { created, hashAlgorithm } = packet;
  if (!created || (hashAlgorithm === enums.hash.sha1 && created >= sha1Until)) return false;
  return verifies(packet, key, signed, strict);
}

/** As above for revocations, where a weak digest must not keep a bad key alive. */
export async function isSelfRevocation(
  packet: SignaturePacket,
  key: KeyPacket,
  signed: Signed,
): Promise<boolean> {
  return verifies(packet, key, signed, lenient);
}

async function verifies(
  packet: SignaturePacket,
  key: KeyPacket,
  signed: Signed,
  config: { readonly rejectHashAlgorithms: Set<enums.hash> },
): Promise<boolean> {
  const { signatureType, created } = packet;
  if (signatureType === null || !created) return false;
  try {
    const all = { ...defaults, ...config };
    // Judged as of its own making: the time is for the caller to judge.
    await packet.verify(key, signatureType, signed, created, false, all);
    return true;
  } catch {
    return false;
  }
}

/**
 * The newest signature by which the primary key speaks of itself: user ID certifications and
 * direct-key signatures (RFC 9580, section 5.2.3.10). One that states what the key is for is
 * preferred to one that does not. With the user ID, where one of them is bound.
 */
export async function findSelfStatement(
  certificate: Key,
): Promise<
  { readonly statement: SignaturePacket; readonly userId: string | undefined } | undefined
> {
  const key = certificate.keyPacket;
  const statements: { statement: SignaturePacket; userId: string | undefined }[] = [];
  for (const packet of certificate.toPacketList()) {
    if (!(packet instanceof SignaturePacket)) continue;
    if (packet.signatureType !== enums.signature.key) continue;
    if (await isSelfSignature(packet, key, { key })) {
      statements.push({ statement: packet, userId: undefined });
    }
  }
  for (const { userID, selfCertifications, revocationSignatures } of certificate.users) {
    if (!userID) continue;
    let revokedAt = Number.NEGATIVE_INFINITY;
    for (const packet of revocationSignatures) {
      if (await isSelfRevocation(packet, key, { key, userID })) {
        revokedAt = Math.max(revokedAt, timeOf(packet));
      }
    }
    for (const packet of selfCertifications) {
      if (timeOf(packet) <= revokedAt) continue;
      if (!(await isSelfSignature(packet, key, { key, userID }))) continue;
      statements.push({ statement: packet, userId: userID.userID });
    }
  }
  const newest = statements.sort((a, b) => timeOf(b.statement) - timeOf(a.statement));
  const chosen = newest.find(({ statement }) => statement.keyFlags !== null) ?? newest[0];
  if (!chosen) return undefined;
  const named =
    newest.find(({ statement, userId }) => userId && statement.isPrimaryUserID) ??
    newest.find(({ userId }) => userId);
  return { statement: chosen.statement, userId: named?.userId };
}

export function timeOf(packet: SignaturePacket): number {
  return packet.created?.getTime() ?? 0;
}
