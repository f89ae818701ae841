import type { BootSteps } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { loadable } from './loadable.ts';

export interface TargetImages {
  readonly kernel: RandomAccess;
  readonly initrds: readonly RandomAccess[];
}

/**
 * An entry's kernel, as kexec takes it, and its initrds in an image's tree. Throws `extract-failed` if
 * one is not there, or if the kernel cannot be unpacked.
 */
export async function openTargetImages(
  step: BootSteps['extract'],
  tree: FileTree,
): Promise<TargetImages> {
  return {
    kernel: await loadable(await openFile(tree, step.kernel), step.kernel),
    initrds: await Promise.all(step.initrds.map((path) => openFile(tree, path))),
  };
}

async function openFile(tree: FileTree, path: string): Promise<RandomAccess> {
  const file = await tree.open(path);
  if (file !== undefined) return file;
  throw new WebbootError(
    'extract-failed',
    `The boot entry names ${path}, but the image does not contain it.`,
    {
      subject: path,
      remedy: 'Choose another boot entry.',
    },
  );
}
