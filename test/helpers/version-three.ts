import { createPrivateKey, hash, type KeyObject, sign } from 'node:crypto';
import { generateKey } from 'openpgp';

/** An RSA key whose certificate is OpenPGP's and whose private part is Node's. */
export interface VersionThreeKey {
  readonly fingerprint: string;
  readonly keyId: Uint8Array;
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
}

export async function makeVersionThreeKey(rsaBits = 2048): Promise<VersionThreeKey> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: 'Three', email: 'three@example.invalid' }],
    type: 'rsa',
    rsaBits,
    date: new Date('2024-01-01'),
    format: 'object',
    config: { minRSABits: 1023 },
  });
  const fingerprint = publicKey.getFingerprint().toUpperCase();
  return {
    fingerprint,
    keyId: Buffer.from(fingerprint.slice(-16), 'hex'),
    certificate: Buffer.from(publicKey.armor()),
    privateKey: rsaKey({ ...privateKey.keyPacket.publicParams, ...secretsOf(privateKey) }),
  };
}

function secretsOf({ keyPacket }: { readonly keyPacket: object }): Record<string, unknown> {
  return Reflect.get(keyPacket, 'privateParams') as Record<string, unknown>;
}

function rsaKey(parameters: Readonly<Record<string, unknown>>): KeyObject {
  const number = (name: string) =>
    BigInt(`0x${Buffer.from(parameters[name] as Uint8Array).toString('hex')}`);
  const [d, p, q] = [number('d'), number('p'), number('q')];
  const text = (value: bigint) => {
    const digits = value.toString(16);
    return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString(
      'base64url',
    );
  };
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      ...{ n: text(number('n')), e: text(number('e')), d: text(d), p: text(p), q: text(q) },
      // OpenPGP keeps the inverse of p modulo q, so the two change places.
      ...{ dp: text(d % (p - 1n)), dq: text(d % (q - 1n)), qi: text(inverse(q, p)) },
    },
  });
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

const digestNumbers = { sha1: 2, sha256: 8, sha384: 9, sha512: 10 } as const;

/** A version 3 signature packet over `data` (RFC 4880, section 5.2.2), not armored. */
export function signVersionThree(
  key: VersionThreeKey,
  data: Uint8Array,
  given: {
    readonly at: Date;
    readonly digest?: keyof typeof digestNumbers;
    readonly type?: number;
  },
): Uint8Array {
  const { at, digest = 'sha512', type = 0 } = given;
  const hashed = Buffer.alloc(5);
  hashed[0] = type;
  hashed.writeUInt32BE(at.getTime() / 1000, 1);
  const whole = Buffer.concat([data, hashed]);
  const number = sign(digest, whole, key.privateKey);
  const first = number.findIndex((byte) => byte !== 0);
  const bits = (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
  const body = Buffer.concat([
    Uint8Array.of(3, hashed.length),
    hashed,
    key.keyId,
    Uint8Array.of(1, digestNumbers[digest]),
    hash(digest, whole, 'buffer').subarray(0, 2),
    Uint8Array.of(bits >> 8, bits & 255),
    number.subarray(first),
  ]);
  return Buffer.concat([Uint8Array.of(0x89, body.length >> 8, body.length & 255), body]);
}
