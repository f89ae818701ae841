import type { ImageSource } from '../../core/image/image-source.ts';
import type { Digest, Expectation, Trust } from '../../core/image/trust.ts';
import type { DigestRequest, DownloadRequest } from '../../ports/transfer.ts';
import { atMirrorsOrNear } from '../catalogue/near-source.ts';
import { transportOf } from '../transports/transport-of.ts';
import type { FileContext } from './file-context.ts';

export interface FetchedImage {
  /** Where it was fetched from, and what vouches for it there. */
  readonly source: ImageSource;
  readonly bytes: number;
  readonly trust: Trust;
  readonly expectation: Expectation;
  /** Of the file alone; absent if the signature asked for more bytes after it. */
  readonly digest?: { readonly algorithm: Digest['algorithm']; readonly hex: string };
}

export type FetchReport = Pick<DownloadRequest, 'onProgress' | 'onNote'>;

/**
 * Fetches an image by `fetchAt` from its mirrors; if none can be reached, from a machine of this
 * network that has it.
 */
export function fetchVerified(
  source: ImageSource,
  output: string,
  context: FileContext,
  report: FetchReport = {},
): Promise<FetchedImage> {
  return atMirrorsOrNear(source, context, (reached) => {
    if (reached !== source) report.onNote?.(reached.notes?.at(-1) ?? '');
    return fetchAt(reached, output, context, report);
  });
}

/**
 * Downloads an image into a file and judges it as a boot would. The file has its name only if what
 * it holds is what was signed, or if nobody vouches for the image at all; until then it is
 * `FILE.part`, and after an error it is gone. Throws WebbootError.
 */
async function fetchAt(
  source: ImageSource,
  output: string,
  context: FileContext,
  report: FetchReport,
): Promise<FetchedImage> {
  const expectation = await expectationOf(source, context);
  const request = await digestRequest(expectation);
  const part = `${output}.part`;
  const { signal, files } = context;
  const result = await transportOf(source.location, context).copy({
    ...report,
    expectation,
    sink: part,
    digest: request,
    signal,
    ...(expectation.kind !== 'none' && {
      confirm: async (found) => {
        await confirm(expectation, found, context);
      },
    }),
  });
  const measured = result.digest ?? new Uint8Array();
  try {
    const trust = await confirm(expectation, measured, context);
    await files.rename(part, output);
    const hex = Buffer.from(measured).toString('hex');
    const digest = { algorithm: request.algorithm, hex };
    const plain = request.suffix.length === 0;
    return { source, bytes: result.bytes, trust, expectation, ...(plain && { digest }) };
  } catch (error) {
    await files.remove(part);
    throw error;
  }
}

// The verifiers are loaded only if there is something to verify.
async function expectationOf(source: ImageSource, context: FileContext): Promise<Expectation> {
  if (source.policy.kind === 'none') return source.policy;
  const { fetchExpectation } = await import('../stages/peek.ts');
  return fetchExpectation(source, context);
}

/** Unverified files are hashed too: the person may have a digest to compare with. */
async function digestRequest(expectation: Expectation): Promise<DigestRequest> {
  const plain: DigestRequest = { algorithm: 'sha256', suffix: new Uint8Array() };
  if (expectation.kind === 'none') return plain;
  const { digestRequestOf } = await import('../../verify/resolve-expectation.ts');
  return digestRequestOf(expectation) ?? plain;
}

async function confirm(
  expectation: Expectation,
  digest: Uint8Array,
  { keyring, clock }: FileContext,
): Promise<Trust> {
  if (expectation.kind === 'none') return { kind: 'unverified', reason: expectation.reason };
  const { confirmDigest } = await import('../../verify/confirm-digest.ts');
  return confirmDigest({ expectation, digest, keyring, clock: clock() });
}
