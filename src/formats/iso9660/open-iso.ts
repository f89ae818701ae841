import { FormatError } from '../../errors.ts';
import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { cachedAccess } from '../cached-access.ts';
import { foldedNames } from '../file-tree/folded-names.ts';
import { concatAccess, subAccess } from '../random-access.ts';
import { budget } from './budget.ts';
import { type DirectorySource, readDirectory } from './directory.ts';
import { type BootImage, readBootCatalogue } from './el-torito.ts';
import { chooseVolume } from './naming.ts';
import type { DirectoryNode, FileNode, IsoNode } from './node.ts';
import { type PartitionTable, readPartitionTable } from './partition-table.ts';
import { resolvePath } from './resolve.ts';
import { readVolumeDescriptors } from './volume-descriptors.ts';
import { type WalkedEntry, walkTree } from './walk.ts';

/** An ISO 9660 image as a tree of files. Paths are as in FileTree. */
export interface IsoImage extends FileTree {
  /**
   * Every name below the root, parents first. Links are not followed, and no file is read. Throws
   * FormatError where directories contain each other.
   */
  walk(): AsyncIterable<WalkedEntry>;
  /** What the image says that it has; a file that is shorter was cut off. */
  readonly volumeBytes: number;
  /** When it was made, as it says itself: ISO 8601. */
  readonly created?: string;
  /** The boot images that firmware would offer; empty without El Torito. */
  bootImages(): Promise<readonly BootImage[]>;
  /** The partition table of a hybrid image; undefined without one. */
  partitionTable(): Promise<PartitionTable | undefined>;
}

interface OpenOptions {
  readonly signal?: AbortSignal;
}

const maxBytesPerDirectory = 16 << 20;
/** More than any real image needs for what it boots from; then the cache starts anew. */
const maxCachedNodes = 200_000;

/**
 * Opens an ISO 9660 image (ECMA-119) with its Rock Ridge names, else Joliet's, else its own without
 * version numbers; the latter two are found in either case. Only descriptors are read at once;
 * directories when they are asked for, and again in large windows, so that a remote image costs
 * few requests.
 *
 * Throws FormatError 'iso9660' for what is no ISO, 'udf' for a disc of UDF alone; later, from the
 * tree, 'iso9660' for damage and 'zisofs' for opening a file that zisofs compressed.
 */
export async function openIso(image: RandomAccess, options: OpenOptions = {}): Promise<IsoImage> {
  const cached = cachedAccess(image);
  const descriptors = await readVolumeDescriptors(cached, options);
  let opened: Promise<Tree> | undefined;
  const tree = () => {
    opened ??= openTree(cached, descriptors, options).catch((error: unknown) => {
      // A failed request may be made again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const resolve = async (path: string) => resolvePath(path, await tree());
  return {
    volumeId: descriptors.volumeId,
    volumeBytes: descriptors.volumeBytes,
    ...(descriptors.created === undefined ? {} : { created: descriptors.created }),
    ...(descriptors.uuid === undefined ? {} : { uuid: descriptors.uuid }),
    async find(path) {
      const node = await resolve(path);
      return node && entryOf(node);
    },
    async list(path) {
      const node = await resolve(path);
      if (node?.kind !== 'directory') return [];
      return [...(await (await tree()).read(node)).values()].map(entryOf);
    },
    async open(path) {
      const node = await resolve(path);
      return node?.kind === 'file' ? openFile(image, node) : undefined;
    },
    walk: () => walkTree(tree, options),
    async bootImages() {
      const { bootCatalogue } = descriptors;
      return bootCatalogue === undefined ? [] : readBootCatalogue(cached, bootCatalogue, options);
    },
    partitionTable: () => readPartitionTable(cached, options),
  };
}

interface Tree {
  readonly root: DirectoryNode;
  readonly source: Omit<DirectorySource, 'spend'>;
  read(directory: DirectoryNode): Promise<ReadonlyMap<string, IsoNode>>;
  child(directory: DirectoryNode, name: string): Promise<IsoNode | undefined>;
}

async function openTree(
  image: RandomAccess,
  descriptors: Awaited<ReturnType<typeof readVolumeDescriptors>>,
  options: OpenOptions,
): Promise<Tree> {
  const { volume, naming, skip } = await chooseVolume(image, descriptors, options);
  const source = { image, blockBytes: volume.blockBytes, naming, skip };
  const { rootBlock: block, rootBytes: bytes } = volume;
  const directories = new Map<number, ReadonlyMap<string, IsoNode>>();
  const folded = new WeakMap<ReadonlyMap<string, IsoNode>, ReadonlyMap<string, IsoNode>>();
  let cachedNodes = 0;

  async function read(directory: DirectoryNode): Promise<ReadonlyMap<string, IsoNode>> {
    const known = directories.get(directory.block);
    if (known !== undefined) return known;
    const spend = budget(maxBytesPerDirectory);
    const nodes = await readDirectory(directory, { ...source, spend }, options);
    cachedNodes += nodes.size;
    if (cachedNodes > maxCachedNodes) {
      directories.clear();
      cachedNodes = nodes.size;
    }
    directories.set(directory.block, nodes);
    return nodes;
  }

  return {
    root: { kind: 'directory', name: '', offset: 0, block, bytes },
    source,
    read,
    async child(directory, name) {
      const nodes = await read(directory);
      const exact = nodes.get(name);
      if (exact !== undefined || naming === 'rock-ridge') return exact;
      const byName = folded.get(nodes) ?? foldedNames(nodes.values());
      folded.set(nodes, byName);
      return byName.get(name.toLowerCase());
    },
  };
}

function entryOf(node: IsoNode): TreeEntry {
  return { name: node.name, kind: node.kind, size: node.kind === 'file' ? node.size : 0 };
}

function openFile(image: RandomAccess, file: FileNode): RandomAccess {
  if (file.isZisofs) {
    throw new FormatError('zisofs', file.offset, `${file.name} is compressed, which is not read`);
  }
  if (file.isInterleaved) {
    throw new FormatError('iso9660', file.offset, `${file.name} is interleaved, which is not read`);
  }
  const extents = file.extents.filter(({ length }) => length > 0);
  for (const { offset, length } of extents) {
    if (offset + length > image.size) {
      throw new FormatError('iso9660', file.offset, `${file.name} reaches past the image's end`);
    }
  }
  return concatAccess(extents.map(({ offset, length }) => subAccess(image, offset, length)));
}
