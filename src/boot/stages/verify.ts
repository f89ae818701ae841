import type { Expectation, Trust } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import { confirmDigest } from '../../verify/confirm-digest.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Acquired } from './acquire.ts';

declare const verified: unique symbol;
declare const accepted: unique symbol;

/** The bytes of an image, where they lie. */
interface JudgedMedium {
  readonly device: string;
  readonly bytes: number;
  readonly expectation: Expectation;
}

/** An image that is what somebody signed, or what the catalogue pins. Only `verify` makes one. */
export interface VerifiedMedium extends JudgedMedium {
  readonly [verified]: true;
  readonly trust: Exclude<Trust, { readonly kind: 'unverified' }>;
}

/** An image that nobody vouches for, and that the person boots all the same. Only `verify` makes one. */
export interface AcceptedMedium extends JudgedMedium {
  readonly [accepted]: true;
  readonly trust: Extract<Trust, { readonly kind: 'unverified' }>;
}

/** What may be booted. Nothing else can be extracted from, grafted to or loaded. */
export type BootableMedium = VerifiedMedium | AcceptedMedium;

export interface Judgement {
  readonly expectation: Expectation;
  /** Identifies the image in the person's acceptance. */
  readonly id: string;
  readonly acceptUnverified: string | undefined;
}

/** Whether what lies on the medium is what was signed. Throws if it is not: there is no way on. */
export async function verify(
  { device, bytes, digest }: Acquired,
  { expectation, id, acceptUnverified }: Judgement,
  context: Pick<BootContext, 'keyring' | 'clock'>,
): Promise<BootableMedium> {
  const trust = await trustIn(expectation, digest, context);
  const medium = { device, bytes, expectation };
  if (trust.kind !== 'unverified') return { ...medium, trust } as VerifiedMedium;
  if (acceptUnverified === id) return { ...medium, trust } as AcceptedMedium;
  throw new WebbootError('unverified-image', `This image cannot be verified: ${trust.reason}`, {
    subject: id,
    remedy: 'Boot it only if you know where it comes from. It must be accepted by name.',
  });
}

/** Tells the two apart, for what only a verified image is given. */
export function isVerified(medium: BootableMedium): medium is VerifiedMedium {
  return medium.trust.kind !== 'unverified';
}

async function trustIn(
  expectation: Expectation,
  digest: Uint8Array | undefined,
  { keyring, clock }: Pick<BootContext, 'keyring' | 'clock'>,
): Promise<Trust> {
  if (expectation.kind === 'none') return { kind: 'unverified', reason: expectation.reason };
  if (digest === undefined) {
    throw new WebbootError('digest-missing', 'No digest was computed during the download.', {
      remedy: 'Try again. If it happens twice, report it with the log.',
    });
  }
  return confirmDigest({ expectation, digest, keyring, clock: clock() });
}
