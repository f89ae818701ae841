import { WebbootError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

export interface TargetImages {
  readonly kernel: RandomAccess;
  readonly initrds: readonly RandomAccess[];
}

/** The chosen entry's kernel and initrds, as they lie in the verified image. */
export async function extract(
  step: { readonly kernel: string; readonly initrds: readonly string[] },
  tree: FileTree,
): Promise<TargetImages> {
  return {
    kernel: await openFile(tree, step.kernel),
    initrds: await Promise.all(step.initrds.map((path) => openFile(tree, path))),
  };
}

async function openFile(tree: FileTree, path: string): Promise<RandomAccess> {
  const file = await tree.open(path);
  if (file === undefined) {
    throw new WebbootError(
      'extract-failed',
      `The boot entry names ${path}, which the image lacks.`,
      {
        subject: path,
        remedy: 'Choose another boot entry.',
      },
    );
  }
  return file;
}
