import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { FatVolume } from './volume.ts';

/** A run of clusters that follow each other, as bytes of the volume. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** More pieces than this no file of a boot partition is in. */
const mostExtents = 4096;

/**
 * The extents of a chain of clusters, as far as `mostBytes` are wanted. Throws FormatError 'fat'
 * for a chain that leaves the volume, or is longer than it has clusters: one that bites its tail.
 */
export async function readChain(
  image: RandomAccess,
  volume: FatVolume,
  first: number,
  mostBytes: number,
): Promise<readonly Extent[]> {
  const { clusterBytes, clusters, dataOffset } = volume;
  const extents: { offset: number; length: number }[] = [];
  let cluster = first;
  for (let count = 0; count * clusterBytes < mostBytes; count += 1) {
    if (isEnd(cluster, volume)) break;
    if (cluster < 2 || cluster >= clusters + 2) fail(cluster, 'a cluster that is not there');
    if (count >= clusters) fail(cluster, 'a chain of clusters without end');
    const offset = dataOffset + (cluster - 2) * clusterBytes;
    const last = extents.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += clusterBytes;
    else if (extents.length < mostExtents) extents.push({ offset, length: clusterBytes });
    else fail(cluster, `a file in more than ${mostExtents} pieces`);
    cluster = await nextCluster(image, volume, cluster);
  }
  return extents;
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
