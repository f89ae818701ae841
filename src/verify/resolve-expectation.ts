import { defined } from '../core/defined.ts';
import type { Digest, Expectation, KeyPin, TrustPolicy } from '../core/image/trust.ts';
import { findDigest } from '../formats/checksums/find-digest.ts';
import type { SmallFile } from '../ports/network.ts';
import type { DigestRequest } from '../ports/transfer.ts';
import { verifyChecksums } from './checksums.ts';
import type { Clock } from './clock.ts';
import type { Keyring } from './keyring.ts';
import { refusal } from './refusal.ts';
import { planMinisignImage } from './verify-minisign.ts';

export interface ExpectationInputs {
  readonly policy: TrustPolicy;
  /** As the checksum file names it. */
  readonly fileName: string;
  /** Other names of the same image: the dated one that an alias leads to. */
  readonly aliases?: readonly string[];
  readonly checksums?: SmallFile;
  readonly signature?: SmallFile;
  readonly keyring: Keyring;
  /** `mirrorDate` is taken from the files where it is not given. */
  readonly clock: Clock;
}

/**
 * What an image must satisfy, by its policy. For signed checksums the signature is verified here,
 * so the digest that results is as good as signed; for a signed image it is prepared, and
 * `confirmDigest` judges it. Throws WebbootError `signature-*`, `key-*`, `digest-*`, `clock-wrong`.
 */
export async function resolveExpectation(inputs: ExpectationInputs): Promise<Expectation> {
  const { policy } = inputs;
  switch (policy.kind) {
    case 'signed-checksums':
      return resolveChecksums({ ...inputs, policy });
    case 'signed-image':
      return resolveImage({ ...inputs, policy });
    case 'pinned-digest':
      return {
        kind: 'digest',
        digest: policy.digest,
        trust: { kind: 'pinned', digest: policy.digest },
      };
    case 'none':
      return { kind: 'none', reason: policy.reason };
  }
}

/** What to compute over the image; undefined where nothing is known to compare with. */
export function digestRequestOf(expectation: Expectation): DigestRequest | undefined {
  switch (expectation.kind) {
    case 'digest':
      return { algorithm: expectation.digest.algorithm, suffix: new Uint8Array() };
    case 'signature':
      return {
        algorithm: expectation.algorithm,
        suffix: new Uint8Array(Buffer.from(expectation.suffixHex, 'hex')),
      };
    case 'none':
      return undefined;
  }
}

async function resolveChecksums(
  inputs: ExpectationInputs & {
    readonly policy: Extract<TrustPolicy, { readonly kind: 'signed-checksums' }>;
  },
): Promise<Expectation> {
  const { policy, fileName, aliases = [], checksums, signature, keyring } = inputs;
  const clock = clockOf(inputs);
  const { lines, trust } = await verifyChecksums({
    policy,
    checksums,
    signature,
    keyring,
    clock,
  });
  const finding = findDigest(lines, fileName, { aliases });
  const subject = fileName;
  switch (finding.kind) {
    case 'found':
      return { kind: 'digest', digest: finding.digest satisfies Digest, trust };
    case 'missing':
      throw refusal('digest-missing', `The signed checksum file does not name ${fileName}.`, {
        subject,
      });
    case 'weak':
      throw refusal(
        'digest-weak',
        `${fileName} is listed with ${finding.algorithms.join(', ')} only.`,
        {
          subject,
        },
      );
    case 'conflict':
      throw refusal('digest-wrong', `The checksum file names ${finding.name} with two digests.`, {
        subject,
      });
  }
}

async function resolveImage(
  inputs: ExpectationInputs & {
    readonly policy: Extract<TrustPolicy, { readonly kind: 'signed-image' }>;
  },
): Promise<Expectation> {
  const { policy, fileName, signature, keyring } = inputs;
  if (!signature) {
    throw refusal('signature-missing', `There is no signature for ${fileName}.`, {
      subject: fileName,
    });
  }
  const keys: readonly KeyPin[] = policy.keys;
  const prepared = {
    kind: 'signature' as const,
    scheme: policy.scheme,
    signatureBase64: Buffer.from(signature.bytes).toString('base64'),
    keys,
  };
  const common = { signature: signature.bytes, keys, keyring, clock: clockOf(inputs) };
  if (policy.scheme === 'minisign') {
    await planMinisignImage(common);
    return { ...prepared, algorithm: 'blake2b512', suffixHex: '' };
  }
  const { planImageDigest } = await import('./openpgp/verify-openpgp.ts');
  const { algorithm, suffix, signedAt } = await planImageDigest(common);
  const suffixHex = Buffer.from(suffix).toString('hex');
  return { ...prepared, algorithm, suffixHex, ...defined({ signedAt }) };
}

function clockOf({ clock, checksums, signature }: ExpectationInputs): Clock {
  const mirrorDate = clock.mirrorDate ?? signature?.date ?? checksums?.date;
  return mirrorDate ? { ...clock, mirrorDate } : clock;
}
