import { defined } from '../../core/defined.ts';
import type { ImageLocation } from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { Expectation } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import { isClearsigned } from '../../verify/checksums.ts';
import { resolveExpectation } from '../../verify/resolve-expectation.ts';
import { namesBeside } from '../catalogue/local-source.ts';
import type { BootContext } from '../run/boot-context.ts';
import { smallFileBytes } from '../stages/peek.ts';
import type { TransportPorts } from '../transports/transport.ts';
import { transportOf } from '../transports/transport-of.ts';

/**
 * The checksum and signature files of a verified image, by the names that they are kept under
 * beside it. Throws `file-changed` where they do not vouch for it any more.
 */
export async function fetchBeside(
  { policy, fileName }: Pick<ImageSource, 'policy' | 'fileName'>,
  expectation: Expectation,
  context: Pick<BootContext, 'keyring' | 'clock' | 'signal'> & TransportPorts,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { keyring, clock, signal } = context;
  const files = new Map<string, Uint8Array>();
  if (policy.kind !== 'signed-checksums' && policy.kind !== 'signed-image') return files;
  const fetch = async (place: ImageLocation | undefined) => {
    const [name] = place === undefined ? [] : namesBeside(fileName, place);
    if (place === undefined || name === undefined) return undefined;
    const request = { maxBytes: smallFileBytes, signal, optional: true };
    const file = await transportOf(place, context).readSmall(request);
    files.set(name, file.bytes);
    return file;
  };
  const checksums = policy.kind === 'signed-checksums' ? await fetch(policy.checksums) : undefined;
  const within =
    policy.scheme === 'openpgp-clearsigned' && checksums && isClearsigned(checksums.bytes);
  const signature = within ? undefined : await fetch(policy.signature);
  // They are fetched again; a mirror may have moved on to the next release since.
  const now = await resolveExpectation({
    policy,
    fileName,
    keyring,
    clock: clock(),
    ...defined({ checksums, signature }),
  });
  if (JSON.stringify(now) === JSON.stringify(expectation)) return files;
  throw new WebbootError('file-changed', 'The mirrors have a newer release by now.', {
    subject: fileName,
    remedy: 'Start again to get the newer one.',
  });
}
