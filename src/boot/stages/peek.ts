import { defined } from '../../core/defined.ts';
import { errorCodes } from '../../core/error-codes.ts';
import { type ImageLocation, locationText } from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { Expectation } from '../../core/image/trust.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import type { SmallFile } from '../../ports/network.ts';
import { isClearsigned } from '../../verify/checksums.ts';
import { resolveExpectation } from '../../verify/resolve-expectation.ts';
import { judgeAge } from '../catalogue/judge-age.ts';
import { atMirrorsOrNear } from '../catalogue/near-source.ts';
import { judgeSeen } from '../catalogue/seen-release.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Peek } from '../session/session.ts';
import type { TransportPorts } from '../transports/transport.ts';
import { transportOf } from '../transports/transport-of.ts';
import { inTime } from './in-time.ts';

/** A list of digests, or a signature, is a few KB; a mirror that sends more is not to be believed. */
export const smallFileBytes = 4 * 1024 * 1024;

/**
 * Reads a few MB of the image and its signed digests, before the bulk is downloaded. If its
 * mirrors cannot be reached, from a machine of this network that has it.
 */
export async function peek(source: ImageSource, context: BootContext): Promise<Peek> {
  return atMirrorsOrNear(source, context, (reached) => peekAt(reached, context));
}

async function peekAt(source: ImageSource, context: BootContext): Promise<Peek> {
  const [facts, expectation, host] = await Promise.all([
    inspectSource(source, context),
    sourceExpectation(source, context),
    context.machine.facts(),
  ]);
  const aged = judgeAge(source, expectation, context.clock().now);
  return { source: await judgeSeen(aged, expectation, context.releases), facts, expectation, host };
}

function inspectSource(source: ImageSource, context: BootContext): Promise<Peek['facts']> {
  const { signal } = context;
  return inTime({ title: source.title, signal }, (inner) => inspectIn(source, context, inner));
}

async function inspectIn(
  source: ImageSource,
  context: BootContext,
  signal: AbortSignal,
): Promise<Peek['facts']> {
  const image = await transportOf(source.location, context).open(signal);
  try {
    return await context.inspect(image, { signal });
  } catch (error) {
    if (!(error instanceof FormatError) || error.format !== 'iso9660') throw error;
    throw new WebbootError('not-an-iso', `${source.title} is not an ISO image: ${error.message}`, {
      subject: locationText(source.location),
      remedy:
        source.location.kind === 'local'
          ? 'Give the ISO image itself, or download it again.'
          : 'Check the address: the server may answer with a web page instead of the file.',
      cause: error,
    });
  } finally {
    await image.close();
  }
}

/**
 * An image of this machine can be booted without a network. If its signature is not at hand then,
 * it is unverified, which takes the person's own word; it is never taken for verified.
 */
async function sourceExpectation(source: ImageSource, context: BootContext): Promise<Expectation> {
  try {
    return await fetchExpectation(source, context);
  } catch (error) {
    const local = source.location.kind === 'local';
    if (!local || !(error instanceof WebbootError) || errorCodes[error.code].area !== 'network') {
      throw error;
    }
    return { kind: 'none', reason: `its signature could not be fetched: ${error.message}` };
  }
}

/** The signed digests or signatures of an image, fetched and judged before its bytes are. */
export async function fetchExpectation(
  source: ImageSource,
  context: Pick<BootContext, 'keyring' | 'clock' | 'signal'> & TransportPorts,
): Promise<Expectation> {
  const { policy, fileName } = source;
  const { signal } = context;
  // An image of this machine can be booted without it, by choice.
  const optional = source.location.kind === 'local';
  const fetch = async (place: ImageLocation | undefined): Promise<SmallFile | undefined> =>
    place && transportOf(place, context).readSmall({ maxBytes: smallFileBytes, signal, optional });
  const fetchSignature = () => fetch('signature' in policy ? policy.signature : undefined);
  const checksums = fetch('checksums' in policy ? policy.checksums : undefined);
  // Only a list that is not signed in itself has a signature next to it.
  const signature =
    'scheme' in policy && policy.scheme === 'openpgp-clearsigned'
      ? checksums.then((file) => (file && isClearsigned(file.bytes) ? undefined : fetchSignature()))
      : fetchSignature();
  const [checksumFile, signatureFile] = await Promise.all([checksums, signature]);
  return resolveExpectation({
    policy,
    fileName,
    keyring: context.keyring,
    clock: context.clock(),
    ...defined({ checksums: checksumFile, signature: signatureFile }),
  });
}
