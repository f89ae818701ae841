import { openIso } from '../../formats/iso9660/open-iso.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { findRootFileSystems, type RootFileSystem } from '../graft/root-file-systems.ts';
import type { ArrivingImage } from './arriving-image.ts';

/** To be asked for the tree of an image that may be booted. */
export type ArrivingRoots = (tree: FileTree) => Promise<readonly RootFileSystem[]>;

/** Looks for root file systems, where drivers may be, while the image comes in. */
export function findArrivingRoots(arriving: ArrivingImage): ArrivingRoots {
  const found = arriving.whileArriving(async (image, signal) =>
    findRootFileSystems(await openIso(image, { signal })),
  );
  return async (tree) => (await found()) ?? findRootFileSystems(tree);
}
