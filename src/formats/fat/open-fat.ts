import { FormatError } from '../../errors.ts';
import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { cachedAccess } from '../cached-access.ts';
import { foldedNames } from '../file-tree/folded-names.ts';
import { concatAccess, memoryAccess, subAccess } from '../random-access.ts';
import { createFollowing, type Extent, readChain } from './chain.ts';
import { type FatNode, readFatDirectory } from './directory.ts';
import { readFatVolume } from './volume.ts';

/** The format's own limit: 65,536 entries. */
const maxDirectoryBytes = 2 << 20;
const deepestPath = 64;

/**
 * A FAT12, FAT16 or FAT32 volume as a tree of files, whose names are found in either case;
 * undefined for what is none. Directories are read when they are asked for. Throws FormatError
 * 'fat' for damage, later from the tree too.
 */
export async function openFat(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FileTree | undefined> {
  const cached = cachedAccess(image, { windowBytes: 32 << 10 });
  const volume = await readFatVolume(cached, options);
  if (volume === undefined) return undefined;
  const table = { volume, following: createFollowing(options.signal) };
  const directories = new Map<number, Promise<FatDirectory>>();

  const parts = (extents: readonly Extent[], from: RandomAccess) => {
    for (const { offset, length } of extents) {
      if (offset + length > image.size) {
        throw new FormatError('fat', offset, 'a file reaches past the end of the image');
      }
    }
    return concatAccess(extents.map(({ offset, length }) => subAccess(from, offset, length)));
  };
  /** Cluster 0 is the root directory. */
  const read = (cluster: number): Promise<FatDirectory> => {
    const known = directories.get(cluster);
    if (known !== undefined) return known;
    const reading = readBytes(cluster).then(directoryOf);
    // A read that failed may be tried again.
    reading.catch(() => directories.delete(cluster));
    directories.set(cluster, reading);
    return reading;
  };
  const readBytes = async (cluster: number): Promise<Uint8Array> => {
    const { root } = volume;
    if (cluster === 0 && 'offset' in root) return cached.read(root.offset, root.bytes);
    const first = cluster === 0 && 'cluster' in root ? root.cluster : cluster;
    const content = parts(await readChain(cached, table, first, maxDirectoryBytes), cached);
    return content.read(0, content.size);
  };
  const resolve = async (path: string): Promise<FatNode | undefined> => {
    let node: FatNode | undefined = { name: '', kind: 'directory', size: 0, cluster: 0 };
    const names = path.split('/').filter((name) => name !== '');
    if (names.length > deepestPath) return undefined;
    for (const name of names) {
      if (node?.kind !== 'directory') return undefined;
      const { byName }: FatDirectory = await read(node.cluster);
      node = byName.get(name.toLowerCase());
    }
    return node;
  };
  return {
    volumeId: volume.label,
    ...(volume.uuid === '' ? {} : { uuid: volume.uuid }),
    async find(path) {
      const node = await resolve(path);
      return node && entryOf(node);
    },
    async list(path) {
      const node = await resolve(path);
      return node?.kind === 'directory' ? (await read(node.cluster)).nodes.map(entryOf) : [];
    },
    async open(path) {
      const node = await resolve(path);
      if (node?.kind !== 'file') return undefined;
      if (node.size === 0) return memoryAccess(new Uint8Array());
      const content = parts(await readChain(cached, table, node.cluster, node.size), image);
      if (content.size < node.size) {
        throw new FormatError('fat', node.cluster, `${node.name} ends before its size`);
      }
      return subAccess(content, 0, node.size);
    },
  };
}

interface FatDirectory {
  readonly nodes: readonly FatNode[];
  readonly byName: ReadonlyMap<string, FatNode>;
}

function directoryOf(bytes: Uint8Array): FatDirectory {
  const nodes = readFatDirectory(bytes);
  return { nodes, byName: foldedNames(nodes) };
}

function entryOf({ name, kind, size }: FatNode): TreeEntry {
  return { name, kind, size };
}
