import { defined } from '../../core/defined.ts';
import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { Firmware } from '../../core/machine/firmware.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { describeImage } from '../../formats/image-kind.ts';
import { countReads } from '../../formats/random-access.ts';
import { createWorkBudget, type WorkBudget } from '../../formats/work-budget.ts';
import { isZip } from '../../formats/zip/zip-signature.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { type BootTree, openBootTree } from './boot-tree.ts';
import { inspectTree } from './inspect-tree.ts';

export interface InspectOptions {
  /** Id or title of the entry that kernel, family and initramfs are told of; the default without. */
  readonly entry?: string;
  /** Reads the initrd of that entry whole, and the module list of the root file system. */
  readonly deep?: boolean;
  /** Of the machine that is to boot it: which drivers an arm64 image needs for its medium. */
  readonly firmware?: Firmware;
  readonly signal?: AbortSignal;
}

/**
 * What an image would boot, without booting it: an ISO, an ISO in a zip, on a file, a block device or a
 * URL. Reads a few MB; see docs/inspect.md for the meaning of every field.
 *
 * Throws WebbootError 'not-an-iso' for a file of another known kind, FormatError 'iso9660', 'udf' or
 * 'zip' for what else is no such image.
 */
export async function inspectImage(
  image: RandomAccess,
  options: InspectOptions = {},
): Promise<ImageFacts> {
  const counted = countReads(image);
  const budget = createWorkBudget(options);
  const { iso, kind } = await openIsoImage(counted, { ...options, budget });
  const tree = await openTree(iso, options);
  const { volumeId, created } = tree;
  const identity = {
    ...{ size: iso.size, volumeId, kind },
    ...defined({ created }),
  } as const;
  const facts = await inspectTree(tree, identity, { ...options, budget });
  const problems = [...packed(kind), ...cutOff(iso.size, tree.volumeBytes), ...facts.problems];
  return { ...facts, problems, bytesRead: counted.bytesRead };
}

async function openTree(iso: RandomAccess, options: InspectOptions): Promise<BootTree> {
  try {
    return await openBootTree(iso, options);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const known = await describeImage(iso, signal);
    if (known === undefined) throw error;
    throw new WebbootError('not-an-iso', `This is ${known.what}, not an ISO image.`, {
      remedy: known.remedy,
      cause: error,
    });
  }
}

/** It is found out what a zip would boot, but its ISO would have to be unpacked into memory. */
function packed(kind: ImageFacts['image']['kind']): readonly PlanProblem[] {
  if (kind !== 'iso9660-in-zip') return [];
  return [
    {
      severity: 'blocker',
      code: 'unsupported-image',
      text: 'The ISO image is packed in a zip, which webboot can look into but cannot boot.',
      remedy: 'Unpack it, and boot the ISO image that is in it, from a stick or a server.',
    },
  ];
}

/** Tools pad an image at its end, and copies of discs may lack the padding. */
const paddingBytes = 1 << 20;

function cutOff(size: number, volumeBytes: number): readonly PlanProblem[] {
  if (size + paddingBytes >= volumeBytes) return [];
  return [
    {
      severity: 'blocker',
      code: 'damaged-image',
      text: `The image is cut off: it has ${size} of ${volumeBytes} bytes.`,
      remedy: 'Download or copy it again.',
    },
  ];
}

/** The ISO itself, or the one within a zip. */
export async function openIsoImage(
  image: RandomAccess,
  options: InspectOptions & { readonly budget?: WorkBudget },
): Promise<{ iso: RandomAccess; kind: 'iso9660' | 'iso9660-in-zip' }> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  if (!(await isZip(image, signal))) return { iso: image, kind: 'iso9660' };
  const { openZippedImage } = await import('../../formats/zip/zipped-image.ts');
  return {
    iso: (await openZippedImage(image, options)).image,
    kind: 'iso9660-in-zip',
  };
}
