import type { RandomAccess } from '../ports/random-access.ts';

/** A file system by the words at fixed places of its first sectors. */
interface Signature {
  /** The kernel's name of it. */
  readonly type: string;
  readonly offset: number;
  readonly bytes: readonly number[];
}

const text = (word: string) => [...Buffer.from(word, 'latin1')];

/** exFAT and NTFS before FAT: theirs are boot sectors of the same form. */
const signatures: readonly Signature[] = [
  { type: 'exfat', offset: 3, bytes: text('EXFAT   ') },
  { type: 'ntfs3', offset: 3, bytes: text('NTFS    ') },
  // FAT12 and FAT16, then FAT32: the type's name in the extended boot record.
  { type: 'vfat', offset: 0x36, bytes: text('FAT1') },
  { type: 'vfat', offset: 0x52, bytes: text('FAT32') },
  { type: 'xfs', offset: 0, bytes: text('XFSB') },
  { type: 'ext4', offset: 0x438, bytes: [0x53, 0xef] },
  { type: 'btrfs', offset: 0x10040, bytes: text('_BHRfS_M') },
];

/**
 * The file system on a volume, of those that sticks and disks are formatted with (ext2 and ext3
 * count as ext4, whose driver reads them); undefined for anything else. Mounting by trial instead
 * would have the kernel write its disappointment over the menu.
 */
export async function readFileSystemType(volume: RandomAccess): Promise<string | undefined> {
  for (const { type, offset, bytes } of signatures) {
    const found = await volume.read(offset, bytes.length);
    if (found.length === bytes.length && bytes.every((byte, index) => found[index] === byte)) {
      return type;
    }
  }
  return undefined;
}
