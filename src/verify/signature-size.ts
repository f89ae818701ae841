import { refusal } from './refusal.ts';

/** Signature files have some hundred bytes for each of a few signatures. */
export const longestSignature = 64 << 10;

/** Throws `signature-malformed` for what is too large to be looked at. */
export function requireSize(signature: Uint8Array): void {
  if (signature.length <= longestSignature) return;
  throw refusal(
    'signature-malformed',
    `A signature file of ${signature.length} bytes is larger than any signature.`,
  );
}
