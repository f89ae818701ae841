import type { ImageSource } from '../../core/image/image-source.ts';
import type { Digest, Expectation, Trust } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import type { FileStamp } from '../../ports/image-files.ts';
import { digestRequestOf } from '../../verify/resolve-expectation.ts';
import { fetchBeside } from '../keep/fetch-beside.ts';
import { fetchExpectation } from '../stages/peek.ts';
import type { FileContext } from './file-context.ts';
import { verifyFile } from './verify-file.ts';

declare const verified: unique symbol;

/** An image in a file of this machine that is what somebody signed. Only `verifyOffered` makes one. */
export interface VerifiedFile {
  readonly [verified]: true;
  readonly path: string;
  readonly title: string;
  readonly version: string;
  readonly fileName: string;
  readonly trust: Exclude<Trust, { readonly kind: 'unverified' }>;
  /** Of the file alone: its SHA-256, and the one that was signed if that is another. */
  readonly digests: readonly [Digest, ...Digest[]];
  /** What vouches for it, by the names that the files are kept under. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
  /** The file as it was when it was verified; another stamp, another file. */
  readonly stamp: FileStamp;
}

/**
 * Verifies a file as a boot would, to be offered to other machines; of a block device, which has
 * no size of its own, the first `size` bytes. Throws `unverified-image` if
 * nobody vouches for it, `file-changed` if it is written to meanwhile, and all refusals.
 */
export async function verifyOffered(
  source: ImageSource,
  path: string,
  context: FileContext,
  size?: number,
): Promise<VerifiedFile> {
  const { files, signal } = context;
  const found = await files.stampOf(path);
  const stamp = { ...found, bytes: size ?? found.bytes };
  const expectation = await fetchExpectation(source, context);
  const trust = await verifyFile(path, expectation, context, stamp.bytes);
  if (trust.kind === 'unverified') {
    throw new WebbootError('unverified-image', `This image cannot be verified: ${trust.reason}.`, {
      subject: path,
      remedy:
        'Only verified images are offered to others: serve one of the catalogue, by its name.',
    });
  }
  const sha256 = { algorithm: 'sha256', suffix: new Uint8Array() } as const;
  const signed = signedDigest(expectation);
  const digests: VerifiedFile['digests'] =
    signed?.algorithm === 'sha256'
      ? [signed]
      : [
          {
            algorithm: 'sha256',
            hex: hexOf(await files.digestOf(path, stamp.bytes, sha256, { signal })),
          },
          ...(signed === undefined ? [] : [signed]),
        ];
  const beside = await fetchBeside(source, expectation, context);
  if ((await files.stampOf(path)).mark !== stamp.mark) {
    throw new WebbootError('file-changed', `${path} was written to while it was verified.`, {
      subject: path,
      remedy: 'Wait until it is complete, then start again.',
    });
  }
  const { title, version, fileName } = source;
  // The one place that may say so: the digest of the whole file was confirmed above.
  return { path, title, version, fileName, trust, digests, beside, stamp } as VerifiedFile;
}

/** A signature over the image itself names no digest that others could ask by. */
function signedDigest(expectation: Expectation): Digest | undefined {
  const plain = digestRequestOf(expectation)?.suffix.length === 0;
  return expectation.kind === 'digest' && plain ? expectation.digest : undefined;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
