import { FormatError } from '../../errors.ts';
import { type Inode, textOf } from './inode.ts';
import type { MetadataReader } from './metadata.ts';
import type { InodeReference } from './superblock.ts';

type Directory = Extract<Inode, { kind: 'directory' }>;

/** Lists of more bytes than this no live system has. */
const maxListBytes = 16 << 20;
const maxPerHeader = 256;

/** Names and inodes of a directory: headers, each with up to 256 entries whose inodes share a block. */
export async function readDirectory(
  read: MetadataReader,
  table: number,
  { block, offset, bytes }: Directory,
): Promise<ReadonlyMap<string, InodeReference>> {
  const cursor = read(table + block, offset);
  if (bytes > maxListBytes) throw new FormatError('squashfs', cursor.at, 'a directory without end');
  const entries = new Map<string, InodeReference>();
  // The size counts three bytes for `.` and `..`, which are not stored.
  for (let left = bytes - 3; left > 0; ) {
    const header = await cursor.take(12);
    const count = header.getUint32(0, true) + 1;
    const inodeBlock = header.getUint32(4, true);
    if (count > maxPerHeader) throw new FormatError('squashfs', cursor.at, 'a damaged directory');
    left -= 12;
    for (let index = 0; index < count; index += 1) {
      const entry = await cursor.take(8);
      const nameBytes = entry.getUint16(6, true) + 1;
      const name = textOf(await cursor.take(nameBytes));
      entries.set(name, { block: inodeBlock, offset: entry.getUint16(0, true) });
      left -= 8 + nameBytes;
    }
  }
  return entries;
}
