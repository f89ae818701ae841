import type { Expectation, Trust } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import { confirmDigest } from '../../verify/confirm-digest.ts';
import type { BootContext } from '../run/boot-context.ts';

/** Whether what lies on the medium is what was signed. Throws where it is not: there is no way on. */
export async function verify(
  expectation: Expectation,
  digest: Uint8Array | undefined,
  context: BootContext,
): Promise<Trust> {
  if (expectation.kind === 'none') return { kind: 'unverified', reason: expectation.reason };
  if (digest === undefined) {
    throw new WebbootError('digest-missing', 'The image was not measured while it came in.', {
      remedy: 'Try again; if it happens twice, report it with the log.',
    });
  }
  return confirmDigest({ expectation, digest, keyring: context.keyring, clock: context.clock() });
}
