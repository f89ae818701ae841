import { defined } from '../../core/defined.ts';
import { FormatError } from '../../errors.ts';
import { openFat } from '../../formats/fat/open-fat.ts';
import { withMounted } from '../../formats/file-tree/mounted-tree.ts';
import { type IsoImage, openIso } from '../../formats/iso9660/open-iso.ts';
import { subAccess } from '../../formats/random-access.ts';
import { withUnifiedKernels } from '../../formats/uki/uki-tree.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** Where the files of an image's EFI boot partition are found; no path of an ISO begins so. */
export const efiDirectory = '/[EFI]';

const espTypes: ReadonlySet<string> = new Set(['ef', 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b']);

export interface BootTree extends FileTree {
  /** What the ISO says that it has; a file that is shorter was cut off. */
  readonly volumeBytes: number;
  /** When the ISO was made, as it says itself: ISO 8601. */
  readonly created?: string;
}

/**
 * All files that an ISO's menus may name: the ISO's own, those of its EFI boot partition below
 * `efiDirectory`, and the parts of unified kernel images below each of those. Entries name their
 * files by the paths of this tree, so whoever opens such a file opens this tree.
 */
export async function openBootTree(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<BootTree> {
  const iso = await openIso(image, options);
  let opened: Promise<FileTree | undefined> | undefined;
  const partition = () => {
    opened ??= openEfiPartition(image, iso, options).catch((error: unknown) => {
      // A failed request may be made again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const tree = withUnifiedKernels(withMounted(iso, efiDirectory, partition));
  const { volumeBytes, created } = iso;
  return { ...tree, volumeBytes, ...defined({ created }) };
}

/** The FAT volume that firmware would start from: El Torito's EFI image, or a partition. */
async function openEfiPartition(
  image: RandomAccess,
  iso: IsoImage,
  options: { readonly signal?: AbortSignal },
): Promise<FileTree | undefined> {
  for (const offset of await efiOffsets(iso)) {
    try {
      const volume = await openFat(subAccess(image, offset, image.size - offset), options);
      if (volume !== undefined) return volume;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return undefined;
}

async function efiOffsets(iso: IsoImage): Promise<readonly number[]> {
  const offsets: number[] = [];
  try {
    for (const { platform, offset } of await iso.bootImages()) {
      if (platform === 'efi') offsets.push(offset);
    }
  } catch (error) {
    // A damaged boot catalogue says nothing about the partitions.
    if (!(error instanceof FormatError)) throw error;
  }
  const table = await iso.partitionTable();
  for (const { type, offset } of table?.partitions ?? []) {
    if (espTypes.has(type)) offsets.push(offset);
  }
  return [...new Set(offsets)].filter((offset) => offset > 0);
}
