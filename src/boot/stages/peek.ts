import type { ImageSource } from '../../core/image-source.ts';
import type { Expectation, TrustPolicy } from '../../core/trust.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import type { SmallFile } from '../../ports.ts';
import { resolveExpectation } from '../../verify/resolve-expectation.ts';
import type { BootContext } from '../boot-context.ts';
import type { Peek } from '../session.ts';

/** A list of digests, or a signature, is a few KB; a mirror that sends more is not to be believed. */
const smallFileBytes = 4 * 1024 * 1024;

/** Reads a few MB of the image and its signed digests, before the bulk is downloaded. */
export async function peek(source: ImageSource, context: BootContext): Promise<Peek> {
  const [facts, expectation, host] = await Promise.all([
    inspectSource(source, context),
    fetchExpectation(source, context),
    context.machine.facts(),
  ]);
  return { source, facts, expectation, host };
}

async function inspectSource(source: ImageSource, context: BootContext): Promise<Peek['facts']> {
  const [local] = source.locations.filter((location) => location.startsWith('/'));
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

/** The signed digests or signatures of an image, fetched and judged before its bytes are. */
export async function fetchExpectation(
  source: ImageSource,
  context: Pick<BootContext, 'network' | 'keyring' | 'clock' | 'signal'>,
): Promise<Expectation> {
  const { policy, fileName } = source;
  const { checksums, signature } = filesOf(policy);
  const fetch = async (urls: readonly string[]): Promise<SmallFile | undefined> =>
    urls.length === 0
      ? undefined
      : context.network.fetchSmall(urls, { maxBytes: smallFileBytes, signal: context.signal });
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

function filesOf(policy: TrustPolicy): {
  checksums: readonly string[];
  signature: readonly string[];
} {
  if (policy.kind === 'signed-checksums') return policy;
  return { checksums: [], signature: policy.kind === 'signed-image' ? policy.signature : [] };
}
