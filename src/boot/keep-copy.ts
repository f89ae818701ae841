import type { BootPlan } from '../core/boot-plan.ts';
import type { Expectation } from '../core/trust.ts';
import { WebbootError } from '../errors.ts';
import { resolveExpectation } from '../verify/resolve-expectation.ts';
import type { BootContext } from './boot-context.ts';
import { namesBeside } from './catalogue/local-source.ts';
import type { Emit } from './event-channel.ts';

/** What was verified, and where it lies. */
export interface VerifiedImage {
  readonly device: string;
  readonly bytes: number;
  readonly expectation: Expectation;
}

/**
 * Keeps a verified image and what vouches for it where images are kept. The boot goes on whatever
 * comes of it: a stick that is full must not keep anybody from what was downloaded.
 */
export async function keepCopy(
  plan: BootPlan,
  image: VerifiedImage,
  context: BootContext,
  emit: Emit,
): Promise<void> {
  const note = (text: string) => emit({ type: 'note', stage: 'verify', text });
  const { source } = plan;
  try {
    const path = await context.keepImage?.({
      from: image.device,
      bytes: image.bytes,
      fileName: source.fileName,
      beside: await fetchBeside(plan, image, context),
      signal: context.signal,
      onProgress: (progress) => emit({ type: 'progress', stage: 'verify', ...progress }),
    });
    note(path === undefined ? 'There is no place to keep the image.' : `kept as ${path}`);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof WebbootError)) throw error;
    note(`not kept: ${error.message}`);
  }
}

/** The checksum and signature files by the names that they are kept under. */
async function fetchBeside(
  { source }: BootPlan,
  { expectation }: VerifiedImage,
  { network, keyring, clock, signal }: BootContext,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { policy, fileName } = source;
  const files = new Map<string, Uint8Array>();
  if (policy.kind !== 'signed-checksums' && policy.kind !== 'signed-image') return files;
  const fetch = async (urls: readonly string[]) => {
    const [url] = urls;
    const [name] = url === undefined ? [] : namesBeside(fileName, url);
    if (name === undefined) return undefined;
    const file = await network.fetchSmall(urls, { signal });
    files.set(name, file.bytes);
    return file;
  };
  const checksums = policy.kind === 'signed-checksums' ? await fetch(policy.checksums) : undefined;
  const signature = await fetch(policy.signature);
  // They are fetched again; a mirror may have moved on to the next release since.
  const now = await resolveExpectation({
    policy,
    fileName,
    keyring,
    clock: clock(),
    ...(checksums === undefined ? {} : { checksums }),
    ...(signature === undefined ? {} : { signature }),
  });
  if (JSON.stringify(now) === JSON.stringify(expectation)) return files;
  throw new WebbootError('file-changed', 'the mirrors have another release by now', {
    subject: fileName,
    remedy: 'Start again for the newer one.',
  });
}
