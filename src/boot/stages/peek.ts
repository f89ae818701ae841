import { errorCodes } from '../../core/error-codes.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { Expectation, TrustPolicy } from '../../core/image/trust.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import type { Media } from '../../ports/media.ts';
import type { SmallFile } from '../../ports/network.ts';
import { resolveExpectation } from '../../verify/resolve-expectation.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Peek } from '../session/session.ts';

/** A list of digests, or a signature, is a few KB; a mirror that sends more is not to be believed. */
const smallFileBytes = 4 * 1024 * 1024;

/** Reads a few MB of the image and its signed digests, before the bulk is downloaded. */
export async function peek(source: ImageSource, context: BootContext): Promise<Peek> {
  const [facts, expectation, host] = await Promise.all([
    inspectSource(source, context),
    sourceExpectation(source, context),
    context.machine.facts(),
  ]);
  return { source, facts, expectation, host };
}

async function inspectSource(source: ImageSource, context: BootContext): Promise<Peek['facts']> {
  const [local] = source.locations.filter(isLocal);
  const image =
    local === undefined
      ? await context.network.open(source.locations, context.signal)
      : await context.machine.openMedium(local);
  try {
    return await context.inspect(image, { signal: context.signal });
  } catch (error) {
    if (!(error instanceof FormatError) || error.format !== 'iso9660') throw error;
    throw new WebbootError('not-an-iso', `${source.title} is not an ISO image: ${error.message}`, {
      subject: source.locations[0],
      remedy: 'Check the address: the server may answer with a web page instead of the file.',
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
    const local = source.locations.some(isLocal);
    if (!local || !(error instanceof WebbootError) || errorCodes[error.code].area !== 'network') {
      throw error;
    }
    return { kind: 'none', reason: `its signature could not be fetched: ${error.message}` };
  }
}

/** The signed digests or signatures of an image, fetched and judged before its bytes are. */
export async function fetchExpectation(
  source: ImageSource,
  context: Pick<BootContext, 'network' | 'keyring' | 'clock' | 'signal'> & {
    /** For files that lie beside an image on this machine. */
    readonly machine?: Pick<Media, 'openMedium'>;
  },
): Promise<Expectation> {
  const { policy, fileName } = source;
  const { checksums, signature } = filesOf(policy);
  const fetch = async (places: readonly string[]): Promise<SmallFile | undefined> => {
    const [first] = places;
    if (first === undefined) return undefined;
    if (context.machine !== undefined && isLocal(first)) return readBeside(first, context.machine);
    const { network, signal } = context;
    return network.fetchSmall(places, { maxBytes: smallFileBytes, signal });
  };
  const [checksumFile, signatureFile] = await Promise.all([fetch(checksums), fetch(signature)]);
  return resolveExpectation({
    policy,
    fileName,
    keyring: context.keyring,
    clock: context.clock(),
    ...(checksumFile === undefined ? {} : { checksums: checksumFile }),
    ...(signatureFile === undefined ? {} : { signature: signatureFile }),
  });
}

async function readBeside(path: string, machine: Pick<Media, 'openMedium'>): Promise<SmallFile> {
  const file = await machine.openMedium(path);
  try {
    return { url: path, bytes: await file.read(0, Math.min(file.size, smallFileBytes)) };
  } finally {
    await file.close();
  }
}

function isLocal(location: string): boolean {
  return location.startsWith('/');
}

function filesOf(policy: TrustPolicy): {
  checksums: readonly string[];
  signature: readonly string[];
} {
  if (policy.kind === 'signed-checksums') return policy;
  return { checksums: [], signature: policy.kind === 'signed-image' ? policy.signature : [] };
}
