import { defined } from '../../core/defined.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { readKernelImage } from '../../formats/kernel/kernel-image.ts';
import {
  readUnifiedKernel,
  type UkiPart,
  type UnifiedKernel,
} from '../../formats/uki/unified-kernel.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { openBootTree } from '../inspect/boot-tree.ts';
import { inspectImage, openIsoImage } from '../inspect/inspect-image.ts';
import { type ImagePartsOptions, imageParts } from './image-parts.ts';
import type { KernelPart, KernelParts } from './kernel-parts.ts';
import { packageParts } from './package-parts.ts';

/** `entry` is a profile of a unified kernel image, too, by its id. */
interface PartsOptions extends ImagePartsOptions {
  /** The file's name or its address. */
  readonly name: string;
}

/**
 * Finds the kernel in an ISO (also within a zip), a unified kernel image, a kernel's own file, or a
 * distro's package. Throws WebbootError and FormatError; `not-an-iso` for what is none of these.
 */
export async function openParts(file: RandomAccess, options: PartsOptions): Promise<KernelParts> {
  const { entry, graft, signal } = options;
  const cancel = signal === undefined ? {} : { signal };
  const unified = await unlessFormatError(readUnifiedKernel(file, cancel));
  if (unified !== undefined) {
    refuseGraft(graft);
    return unifiedParts(unified, entry);
  }
  if ((await unlessFormatError(readKernelImage(file, cancel))) !== undefined) {
    if (entry !== undefined) throw unknownEntry(entry, 'A kernel has no entries.');
    refuseGraft(graft);
    const kernel = { path: '', content: file };
    return { kind: 'kernel', kernel, initrds: [], cmdline: '', version: '' };
  }
  const found = await packageParts(file, options);
  if (found !== undefined && entry !== undefined) {
    throw unknownEntry(entry, 'A package has no entries.');
  }
  if (found !== undefined) {
    refuseGraft(graft);
    return found;
  }
  const deep = graft !== undefined;
  const facts = await inspectImage(file, { ...cancel, deep, ...defined({ entry }) });
  const { iso } = await openIsoImage(file, cancel);
  return imageParts(await openBootTree(iso, cancel), facts, options);
}

function refuseGraft(graft: ImagePartsOptions['graft']): void {
  if (graft === undefined) return;
  throw new WebbootError('usage', 'Only the initrd of an ISO can be grafted.', {
    remedy: 'Leave --graft out, or name an ISO or its directory.',
  });
}

function unifiedParts({ profiles, uname }: UnifiedKernel, entry: string | undefined): KernelParts {
  const profile = entry === undefined ? profiles[0] : profiles.find(({ id }) => id === entry);
  if (profile === undefined) {
    const ids = profiles.map(({ id }) => id).filter(Boolean);
    throw unknownEntry(entry ?? '', `Its profiles: ${ids.join(', ') || 'none'}.`);
  }
  const { kernel, initrds, cmdline, id, title } = profile;
  return {
    kind: 'uki',
    kernel: partOf(kernel),
    initrds: initrds.map(partOf),
    cmdline,
    version: uname,
    ...(id === '' ? {} : { entry: { id, title } }),
  };
}

function partOf({ name, content }: UkiPart): KernelPart {
  return { path: name, content };
}

function unknownEntry(entry: string, why: string): WebbootError {
  return new WebbootError('unknown-entry', `There is no entry "${entry}". ${why}`, {
    subject: entry,
    remedy: 'Leave --entry out, or name one that is there.',
  });
}

/** What is damaged as one kind of file may be sound as another: the last kind says what it is. */
async function unlessFormatError<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}
