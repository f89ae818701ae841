import type { KeyPin, TrustPolicy } from '../../src/core/image/trust.ts';
import { WebbootError } from '../../src/errors.ts';
import { parsePublicKey } from '../../src/formats/minisign/minisign.ts';
import { readCertificates } from '../../src/verify/openpgp/packets.ts';

/**
 * Compares each key that a row pins with the file that it names. Throws a WebbootError
 * `key-unknown` for a file that is missing, is no key, or holds another key.
 */
export async function checkPins(
  policy: TrustPolicy,
  findKey: (name: string) => Promise<Uint8Array | undefined>,
): Promise<void> {
  if (!('keys' in policy)) return;
  for (const pin of policy.keys) {
    const bytes = await findKey(pin.key);
    if (bytes === undefined) {
      throw wrongPin(pin, `There is no key file distros/keys/${pin.key}.`);
    }
    const found = await fingerprintsOf(bytes, pin);
    if (found.includes(pin.fingerprint)) continue;
    throw wrongPin(
      pin,
      `distros/keys/${pin.key} does not hold the pinned key ${pin.fingerprint}, but ${found.join(', ') || 'no key'}.`,
    );
  }
}

async function fingerprintsOf(bytes: Uint8Array, pin: KeyPin): Promise<readonly string[]> {
  try {
    if (pin.fingerprint.startsWith('RW')) {
      return [parsePublicKey(Buffer.from(bytes).toString()).line];
    }
    return (await readCertificates(bytes)).map((key) => key.getFingerprint().toUpperCase());
  } catch (cause) {
    throw wrongPin(pin, `distros/keys/${pin.key} cannot be read as a public key.`, cause);
  }
}

function wrongPin(pin: KeyPin, message: string, cause?: unknown): WebbootError {
  return new WebbootError('key-unknown', message, {
    subject: pin.key,
    remedy: 'See “Trust” in docs/adding-a-distro.md.',
    cause,
  });
}
