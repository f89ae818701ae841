import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { turnOfOthers } from '../turn-of-others.ts';
import type { FatVolume } from './volume.ts';

/** A run of clusters that follow each other, as bytes of the volume. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** More pieces than this no file of a boot partition is in. */
const mostExtents = 4096;

/** What is left to follow of a volume's table in all: any number of files may share a chain. */
export interface Following {
  clusters: number;
  readonly signal: AbortSignal | undefined;
}

/** Boot partitions have some tens of thousands of clusters, whose files are opened a few times. */
const mostClusters = 1 << 24;

export function createFollowing(signal: AbortSignal | undefined): Following {
  return { clusters: mostClusters, signal };
}

/** So many clusters are followed at a stretch before others get their turn. */
const stretch = 1 << 16;

/**
 * The extents of a chain of clusters, as far as `mostBytes` are wanted. Throws FormatError 'fat'
 * for a chain that leaves the volume, or comes back to where it was: it would have no end; and once
 * more has been followed of the volume than any has.
 */
export async function readChain(
  image: RandomAccess,
  { volume, following }: { readonly volume: FatVolume; readonly following: Following },
  first: number,
  mostBytes: number,
): Promise<readonly Extent[]> {
  const { clusterBytes, clusters, dataOffset } = volume;
  const extents: { offset: number; length: number }[] = [];
  const starts = new Set<number>();
  let cluster = first;
  for (let count = 0; count * clusterBytes < mostBytes; count += 1) {
    if (isEnd(cluster, volume)) break;
    if (cluster < 2 || cluster >= clusters + 2) fail(cluster, 'a cluster that is not there');
    const offset = dataOffset + (cluster - 2) * clusterBytes;
    const last = extents.at(-1);
    const goesOn = last !== undefined && last.offset + last.length === offset;
    // Who goes on into an extent meets its start; who jumps into one may land anywhere in it.
    if (goesOn ? starts.has(offset) : extents.some((extent) => isWithin(offset, extent))) {
      fail(cluster, 'a chain of clusters without end');
    }
    if (goesOn) last.length += clusterBytes;
    else if (extents.length < mostExtents) {
      extents.push({ offset, length: clusterBytes });
      starts.add(offset);
    } else fail(cluster, `a file in more than ${mostExtents} pieces`);
    following.clusters -= 1;
    if (following.clusters < 0) fail(cluster, `files of over ${mostClusters} clusters`);
    cluster = await nextCluster(image, volume, cluster);
    if (count % stretch === stretch - 1) await turnOfOthers(following.signal);
  }
  return extents;
}

function isWithin(offset: number, extent: Extent): boolean {
  return offset >= extent.offset && offset < extent.offset + extent.length;
}

function isEnd(cluster: number, { bits }: FatVolume): boolean {
  return cluster >= (bits === 32 ? 0x0ffffff8 : bits === 16 ? 0xfff8 : 0xff8);
}

async function nextCluster(
  image: RandomAccess,
  { bits, tableOffset }: FatVolume,
  cluster: number,
): Promise<number> {
  const bytes = bits === 32 ? 4 : 2;
  const at = tableOffset + Math.floor((cluster * bits) / 8);
  const entry = await image.read(at, bytes);
  if (entry.length < bytes) fail(cluster, 'the table reaches past the end');
  const view = new DataView(entry.buffer, entry.byteOffset, bytes);
  if (bits === 32) return view.getUint32(0, true) & 0x0fffffff;
  const value = view.getUint16(0, true);
  if (bits === 16) return value;
  return cluster % 2 === 1 ? value >> 4 : value & 0xfff;
}

function fail(cluster: number, message: string): never {
  throw new FormatError('fat', cluster, message);
}
