import type { ImageFacts } from '../../core/image/image-facts.ts';
import { countReads } from '../../formats/random-access.ts';
import { isZip } from '../../formats/zip/zip-signature.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { openBootTree } from './boot-tree.ts';
import { inspectTree } from './inspect-tree.ts';

export interface InspectOptions {
  /** Id or title of the entry that kernel, family and initramfs are told of; the default without. */
  readonly entry?: string;
  /** Reads the initrd of that entry whole, and the module list of the root file system. */
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * What an image would boot, without booting it: an ISO, an ISO in a zip, on a file, a block device or a
 * URL. Reads a few MB; see docs/inspect.md for the meaning of every field.
 *
 * Throws FormatError 'iso9660', 'udf' or 'zip' for what is no such image.
 */
export async function inspectImage(
  image: RandomAccess,
  options: InspectOptions = {},
): Promise<ImageFacts> {
  const counted = countReads(image);
  const { iso, kind } = await openImage(counted, options);
  const tree = await openBootTree(iso, options);
  const identity = { size: iso.size, volumeId: tree.volumeId, kind } as const;
  const facts = await inspectTree(tree, identity, options);
  return { ...facts, bytesRead: counted.bytesRead };
}

async function openImage(
  image: RandomAccess,
  options: InspectOptions,
): Promise<{ iso: RandomAccess; kind: 'iso9660' | 'iso9660-in-zip' }> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  if (!(await isZip(image, signal))) return { iso: image, kind: 'iso9660' };
  const { openZippedImage } = await import('../../formats/zip/zipped-image.ts');
  return { iso: (await openZippedImage(image, signal)).image, kind: 'iso9660-in-zip' };
}
