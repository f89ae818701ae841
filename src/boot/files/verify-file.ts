import type { Expectation, Trust } from '../../core/image/trust.ts';
import { confirmDigest } from '../../verify/confirm-digest.ts';
import { digestRequestOf } from '../../verify/resolve-expectation.ts';
import type { FileContext } from './file-context.ts';

/** Judges a file of this machine, or the first `size` bytes of a device. Throws `file-not-found`, and what `confirmDigest` refuses with. */
export async function verifyFile(
  path: string,
  expectation: Expectation,
  { files, keyring, clock, signal }: Pick<FileContext, 'files' | 'keyring' | 'clock' | 'signal'>,
  size?: number,
): Promise<Trust> {
  const bytes = size ?? (await files.sizeOf(path));
  const request = digestRequestOf(expectation);
  const digest = request && (await files.digestOf(path, bytes, request, { signal }));
  return confirmDigest({
    expectation,
    digest: digest ?? new Uint8Array(),
    keyring,
    clock: clock(),
  });
}
