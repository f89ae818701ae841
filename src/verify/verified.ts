import type { ErrorCode } from '../core/error-codes.ts';
import type { WebbootError } from '../errors.ts';

/** Who has signed, and when. What the signature covers is for the caller to say. */
export interface Verified {
  readonly by: string;
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly signedAt?: string;
}

/** The refusal that tells the person most, of several signatures' that were all refused. */
const order: readonly ErrorCode[] = [
  'key-revoked',
  'signature-wrong',
  'key-expired',
  'clock-wrong',
  'digest-weak',
  'signature-malformed',
];

export function worstFirst(refusals: readonly WebbootError[]): WebbootError | undefined {
  return [...refusals].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))[0];
}
