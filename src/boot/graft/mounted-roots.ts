import { WebbootError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { Machine } from '../../ports/machine.ts';
import type { Mounted } from '../../ports/media.ts';
import { findInnerFileSystems, type RootFileSystem } from './root-file-systems.ts';

/** The root file systems of an image as far as they can be mounted, and why some cannot. */
export interface MountedRoots {
  readonly trees: readonly FileTree[];
  readonly refused: readonly string[];
}

/**
 * Mounts the image, its root file systems and those inside them, and unmounts all of it when the
 * caller is done, or has failed. One that cannot be mounted is passed over: a layer of several may
 * need what this kernel lacks, and the modules may be in another.
 */
export async function withMountedRoots<T>(
  machine: Machine,
  image: { readonly device: string; readonly fileSystems: readonly RootFileSystem[] },
  use: (roots: MountedRoots) => Promise<T>,
): Promise<T> {
  const mounted: Mounted[] = [];
  const trees: FileTree[] = [];
  const refused: string[] = [];
  const mount = async (source: string, type: string): Promise<Mounted> => {
    const one = await machine.mount({ source, type });
    mounted.push(one);
    return one;
  };
  const mountRoot = async (base: Mounted, { path, type }: RootFileSystem): Promise<void> => {
    try {
      const root = await mount(`${base.path}${path}`, type);
      const inner = await findInnerFileSystems(root.tree);
      for (const fileSystem of inner) await mountRoot(root, fileSystem);
      trees.push(root.tree);
    } catch (error) {
      if (!(error instanceof WebbootError)) throw error;
      refused.push(`${path}: ${error.message}`);
    }
  };
  try {
    const medium = await mount(image.device, 'iso9660');
    for (const fileSystem of image.fileSystems) await mountRoot(medium, fileSystem);
    return await use({ trees, refused });
  } finally {
    for (const one of mounted.toReversed()) one.unmount();
  }
}
