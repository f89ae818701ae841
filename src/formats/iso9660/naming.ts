import type { RandomAccess } from '../../ports/random-access.ts';
import { budget } from './budget.ts';
import { readDirectoryExtent } from './directory.ts';
import { readDirectoryRecords } from './directory-record.ts';
import type { Naming } from './names.ts';
import { readSystemUse } from './system-use.ts';
import { sectorBytes, type Volume, type VolumeDescriptors } from './volume-descriptors.ts';

/** Of the continuation areas behind the root's first record: real ones have some hundred. */
const mostRootBytes = 1 << 20;

/**
 * The tree with the best names: Rock Ridge's, which alone has symbolic links, then Joliet's.
 * Rock Ridge is there when the root's `.` record begins with an SP entry (SUSP 5.3) and has
 * POSIX attributes (RRIP 4.1.1).
 */
export async function chooseVolume(
  image: RandomAccess,
  descriptors: VolumeDescriptors,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly volume: Volume; readonly naming: Naming; readonly skip: number }> {
  const { primary, joliet } = descriptors;
  const skip = await findRockRidgeSkip(image, primary, options);
  if (skip !== undefined) return { volume: primary, naming: 'rock-ridge', skip };
  if (joliet !== undefined) return { volume: joliet, naming: 'joliet', skip: 0 };
  return { volume: primary, naming: 'plain', skip: 0 };
}

async function findRockRidgeSkip(
  image: RandomAccess,
  volume: Volume,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<number | undefined> {
  const root = {
    block: volume.rootBlock,
    bytes: Math.min(volume.rootBytes, sectorBytes),
    offset: 0,
  };
  const { bytes, base } = await readDirectoryExtent(root, { image, ...volume }, options);
  const self = readDirectoryRecords(bytes, base).next().value;
  if (self === undefined) return undefined;
  const entries = await readSystemUse(self.systemUse, {
    ...options,
    image,
    blockBytes: volume.blockBytes,
    offset: self.offset,
    spend: budget(mostRootBytes),
  });
  const sharing = entries.find(({ signature }) => signature === 'SP')?.data;
  const isShared = sharing?.[0] === 0xbe && sharing[1] === 0xef;
  if (!isShared || !entries.some(({ signature }) => signature === 'PX')) return undefined;
  return sharing[2] ?? 0;
}
