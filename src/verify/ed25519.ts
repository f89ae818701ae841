import { createPublicKey, verify } from 'node:crypto';

/** RFC 8410: the fixed head of a SubjectPublicKeyInfo that holds an Ed25519 key. */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** RFC 8032's Ed25519, of 32 bytes of key and 64 of signature. */
export function verifiesEd25519(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const publicKey = createPublicKey({
    key: Buffer.concat([spkiHead, key]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, message, publicKey, signature);
}
