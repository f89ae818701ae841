import { SignaturePacket } from 'openpgp';
import { FormatError } from '../../errors.ts';

/** Version, length of what is hashed, type, time, key ID, two algorithms, two bytes of the digest. */
const fixedBytes = 19;

/** What is hashed after the document: signature type and creation time. */
const hashedBytes = 5;

const creationTime = 2;
const issuerKeyId = 16;

/**
 * A version 3 signature (RFC 4880, section 5.2.2), which openSUSE's build service still makes and
 * openpgp.js does not read. Its fields and numbers are carried over into a version 4 packet, so
 * that the public-key operation stays openpgp.js's; only what is hashed differs: the document,
 * then the suffix. The two cannot be confused: where version 3 hashes its type, 0 or 1, version 4
 * hashes 0xff. `body` is the packet without its header. Throws FormatError.
 */
export function readVersionThree(body: Uint8Array): {
  readonly packet: SignaturePacket;
  readonly suffix: Uint8Array;
} {
  if (body[0] !== 3 || body.length <= fixedBytes || body[1] !== hashedBytes) {
    throw new FormatError('openpgp', 0, 'a version 3 signature with a wrong length');
  }
  const suffix = body.slice(2, 2 + hashedBytes);
  const time = suffix.subarray(1);
  const keyId = body.subarray(7, 15);
  const [type = 0, publicKeyAlgorithm = 0, hashAlgorithm = 0] = [body[2], body[15], body[16]];
  const carried = Uint8Array.from([
    ...[4, type, publicKeyAlgorithm, hashAlgorithm],
    ...[0, time.length + 2, time.length + 1, creationTime, ...time],
    ...[0, keyId.length + 2, keyId.length + 1, issuerKeyId, ...keyId],
    ...body.subarray(17),
  ]);
  const packet = new SignaturePacket();
  packet.read(carried);
  // One encoding of the numbers only, and nothing after them.
  if (Buffer.compare(packet.write(), carried) !== 0) {
    throw new FormatError('openpgp', 0, 'a signature in an unusual encoding');
  }
  return { packet, suffix };
}
