import { FormatError } from '../../errors.ts';
import type { MetadataCursor } from './metadata.ts';

export type Inode =
  | {
      readonly kind: 'directory';
      /** Where its list starts: block in the directory table, and the place in it. */
      readonly block: number;
      readonly offset: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'file';
      readonly size: number;
      readonly start: number;
      /** The tail of the file lies in a block shared with others. */
      readonly fragment?: { readonly index: number; readonly offset: number };
      readonly blockSizes: Uint32Array;
    }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'other' };

const noFragment = 0xffffffff;
const longestTarget = 65536;
/** A list of blocks of this many is one of a file of over 8 GiB. */
const maxBlocks = 1 << 16;

/** squashfs_fs.h: the basic inodes have types 1 to 7, the extended ones 8 to 14. */
export async function readInode(cursor: MetadataCursor, blockBytes: number): Promise<Inode> {
  const at = cursor.at;
  const type = (await cursor.take(16)).getUint16(0, true);
  if (type === 1) {
    const view = await cursor.take(16);
    return {
      kind: 'directory',
      block: view.getUint32(0, true),
      bytes: view.getUint16(8, true),
      offset: view.getUint16(10, true),
    };
  }
  if (type === 8) {
    const view = await cursor.take(24);
    return {
      kind: 'directory',
      bytes: view.getUint32(4, true),
      block: view.getUint32(8, true),
      offset: view.getUint16(18, true),
    };
  }
  if (type === 2 || type === 9) return readFile(cursor, { extended: type === 9, blockBytes });
  if (type === 3 || type === 10) {
    const size = (await cursor.take(8)).getUint32(4, true);
    if (size > longestTarget) throw new FormatError('squashfs', at, 'a link without end');
    return { kind: 'symlink', target: textOf(await cursor.take(size)) };
  }
  if (type === 0 || type > 14) throw new FormatError('squashfs', at, 'an inode of no known type');
  return { kind: 'other' };
}

async function readFile(
  cursor: MetadataCursor,
  { extended, blockBytes }: { readonly extended: boolean; readonly blockBytes: number },
): Promise<Inode> {
  const at = cursor.at;
  const view = await cursor.take(extended ? 40 : 16);
  const wide = (offset: number) => Number(view.getBigUint64(offset, true));
  const size = extended ? wide(8) : view.getUint32(12, true);
  const index = view.getUint32(extended ? 28 : 4, true);
  const whole = size / blockBytes;
  const count = index === noFragment ? Math.ceil(whole) : Math.floor(whole);
  if (count > maxBlocks) throw new FormatError('squashfs', at, `a file of ${size} bytes`);
  const list = await cursor.take(count * 4);
  const blockSizes = Uint32Array.from({ length: count }, (_, i) => list.getUint32(i * 4, true));
  const start = extended ? wide(0) : view.getUint32(0, true);
  if (index === noFragment) return { kind: 'file', size, start, blockSizes };
  const fragment = { index, offset: view.getUint32(extended ? 32 : 8, true) };
  return { kind: 'file', size, start, fragment, blockSizes };
}

export function textOf(view: DataView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('utf8');
}
