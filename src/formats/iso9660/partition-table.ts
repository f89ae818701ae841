import type { RandomAccess } from '../../ports/random-access.ts';
import { latin1, u16, u32 } from './fields.ts';

/** The partitions that a kernel makes of the image on a disk, or on `/dev/pmem0`. */
export interface PartitionTable {
  readonly scheme: 'mbr' | 'gpt';
  readonly partitions: readonly Partition[];
}

interface Partition {
  /** From 1, as in `/dev/pmem0p1`. */
  readonly number: number;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
  /** MBR: two hexadecimal digits; GPT: the type's GUID in lower case. */
  readonly type: string;
}

const sector = 512;
const protective = 'ee';
const maxEntries = 256;

/**
 * Reads MBR or GPT as Linux chooses: GPT only behind a protective MBR and with right checksums
 * (block/partitions/efi.c), else the four entries of the MBR. Partitions that begin past the
 * image's end are left out. Source: UEFI 2.10 section 5.
 */
export async function readPartitionTable(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<PartitionTable | undefined> {
  const mbr = await image.read(0, sector, options);
  if (u16(mbr, 510) !== 0xaa55) return undefined;
  const entries = readMbr(mbr);
  const gpt = entries.some(({ type }) => type === protective)
    ? await findGpt(image, options)
    : undefined;
  const partitions = (gpt ?? entries).filter(
    ({ offset, length }) => length > 0 && offset < image.size,
  );
  if (partitions.length === 0) return undefined;
  return { scheme: gpt === undefined ? 'mbr' : 'gpt', partitions };
}

function readMbr(mbr: Uint8Array): readonly Partition[] {
  return [0, 1, 2, 3].map((index) => {
    const at = 446 + 16 * index;
    return {
      number: index + 1,
      offset: u32(mbr, at + 8) * sector,
      // Linux takes type 0 too, and isohybrid counts on it.
      length: u32(mbr, at + 12) * sector,
      type: (mbr[at + 4] ?? 0).toString(16).padStart(2, '0'),
    };
  });
}

async function findGpt(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal },
): Promise<readonly Partition[] | undefined> {
  const header = await image.read(sector, sector, options);
  const headerBytes = u32(header, 12);
  const count = u32(header, 80);
  const entryBytes = u32(header, 84);
  if (latin1(header, 0, 8) !== 'EFI PART' || headerBytes < 92 || headerBytes > sector) {
    return undefined;
  }
  if (count > maxEntries || entryBytes < 128 || entryBytes > sector) return undefined;
  // Loaded here, because few looks at an image need it, and to load it is a tenth of a start.
  const { crc32 } = await import('node:zlib');
  const summed = header.slice(0, headerBytes).fill(0, 16, 20);
  if (crc32(summed) !== u32(header, 16)) return undefined;
  const table = await image.read(u64(header, 72) * sector, count * entryBytes, options);
  if (crc32(table) !== u32(header, 88)) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const at = index * entryBytes;
    const first = u64(table, at + 32);
    const isUsed = table.subarray(at, at + 16).some((byte) => byte !== 0);
    return {
      number: index + 1,
      offset: first * sector,
      length: isUsed ? (u64(table, at + 40) - first + 1) * sector : 0,
      type: guid(table, at),
    };
  });
}

/** Exact up to 2^53, and past any image above that. */
function u64(bytes: Uint8Array, offset: number): number {
  return u32(bytes, offset) + u32(bytes, offset + 4) * 2 ** 32;
}

/** The first three fields are little-endian (UEFI appendix A). */
function guid(bytes: Uint8Array, at: number): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((index) => (bytes[at + index] ?? 0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
