import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** Where the parts of a FAT volume lie; offsets and sizes in bytes. */
export interface FatVolume {
  readonly bits: 12 | 16 | 32;
  readonly clusterBytes: number;
  /** Clusters are numbered from 2. */
  readonly clusters: number;
  readonly tableOffset: number;
  readonly dataOffset: number;
  /** Of FAT12 and FAT16, whose root directory lies before the clusters. */
  readonly root: { readonly offset: number; readonly bytes: number } | { readonly cluster: number };
  /** Without padding; '' where there is none. */
  readonly label: string;
  /** As blkid prints it: "5F2A-10C4". */
  readonly uuid: string;
}

const sectorBytes = 512;
const entryBytes = 32;

/**
 * The boot sector of a FAT volume; undefined for what is none. The number of clusters decides
 * between FAT12, FAT16 and FAT32. Source: Microsoft's FAT specification 1.03, "Boot Sector and
 * BPB" and "FAT Type Determination". Throws FormatError 'fat' for sizes that contradict one another.
 */
export async function readFatVolume(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FatVolume | undefined> {
  const bytes = await image.read(0, sectorBytes, options);
  if (bytes.length < sectorBytes || bytes[510] !== 0x55 || bytes[511] !== 0xaa) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const sector = u16(11);
  const perCluster = bytes[13] ?? 0;
  const tables = bytes[16] ?? 0;
  if (![512, 1024, 2048, 4096].includes(sector) || !isPowerOfTwo(perCluster)) return undefined;
  if (u16(14) === 0 || tables === 0 || tables > 2) return undefined;
  const rootBytes = u16(17) * entryBytes;
  const tableSectors = u16(22) || u32(36);
  const sectors = u16(19) || u32(32);
  const dataSector = u16(14) + tables * tableSectors + Math.ceil(rootBytes / sector);
  const clusters = Math.floor((sectors - dataSector) / perCluster);
  if (tableSectors === 0 || clusters < 1) {
    throw new FormatError('fat', 11, 'a volume without room for files');
  }
  const bits = clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32;
  if (((clusters + 2) * bits) / 8 > tableSectors * sector) {
    throw new FormatError('fat', 22, 'a table too short for its clusters');
  }
  const extended = bits === 32 ? 64 : 36;
  const rootOffset = (u16(14) + tables * tableSectors) * sector;
  return {
    bits,
    clusterBytes: perCluster * sector,
    clusters,
    tableOffset: u16(14) * sector,
    dataOffset: dataSector * sector,
    root: bits === 32 ? { cluster: u32(44) } : { offset: rootOffset, bytes: rootBytes },
    ...labelOf(bytes.subarray(extended, extended + 26)),
  };
}

/** The extended boot record: its mark, the serial number and the label. */
function labelOf(record: Uint8Array): { readonly label: string; readonly uuid: string } {
  if (record[2] !== 0x29) return { label: '', uuid: '' };
  const serial = [6, 5, 4, 3].map((at) => (record[at] ?? 0).toString(16).padStart(2, '0')).join('');
  const label = String.fromCharCode(...record.subarray(7, 18)).trimEnd();
  return {
    label: label === 'NO NAME' ? '' : label.replace(/[^\x20-\x7e]/g, '?'),
    uuid: `${serial.slice(0, 4)}-${serial.slice(4)}`.toUpperCase(),
  };
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}
