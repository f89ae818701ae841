import { crc32 } from 'node:zlib';
import { guidBytes } from './guid.ts';
import {
  arraySectors,
  headSectors,
  lastUsableSector,
  type Partition,
  type PartitionTable,
  sectorBytes,
  slotBytes,
  slotCount,
  tailSectors,
} from './partition-table.ts';

/** A table as it lies on a disk, in two places. */
export interface WrittenTable {
  /** From sector 0 on; the protective MBR holds no boot code. */
  readonly head: Uint8Array;
  /** To the disk's end. */
  readonly tail: Uint8Array;
}

const headerBytes = 92;

/** Writes a table and its protective MBR. Source: UEFI specification 2.10, chapter 5. */
export function writePartitionTable(table: PartitionTable): WrittenTable {
  const array = writeSlots(table);
  const last = table.diskSectors - 1;
  const first = header(table, array, { own: 1, other: last, slots: 2 });
  const second = header(table, array, { own: last, other: 1, slots: last - arraySectors });
  const head = new Uint8Array(headSectors * sectorBytes);
  head.set(protectiveMbr(table.diskSectors));
  head.set(first, sectorBytes);
  head.set(array, 2 * sectorBytes);
  const tail = new Uint8Array(tailSectors * sectorBytes);
  tail.set(array);
  tail.set(second, array.length);
  return { head, tail };
}

function header(
  table: PartitionTable,
  array: Uint8Array,
  at: { own: number; other: number; slots: number },
): Uint8Array {
  const bytes = new Uint8Array(sectorBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('EFI PART'));
  view.setUint32(8, 0x00010000, true);
  view.setUint32(12, headerBytes, true);
  view.setBigUint64(24, BigInt(at.own), true);
  view.setBigUint64(32, BigInt(at.other), true);
  view.setBigUint64(40, BigInt(headSectors), true);
  view.setBigUint64(48, BigInt(lastUsableSector(table.diskSectors)), true);
  bytes.set(guidBytes(table.diskId), 56);
  view.setBigUint64(72, BigInt(at.slots), true);
  view.setUint32(80, slotCount, true);
  view.setUint32(84, slotBytes, true);
  view.setUint32(88, crc32(array), true);
  view.setUint32(16, crc32(bytes.subarray(0, headerBytes)), true);
  return bytes;
}

function writeSlots(table: PartitionTable): Uint8Array {
  if (table.partitions.length > slotCount) throw new RangeError('more partitions than slots');
  const array = new Uint8Array(slotCount * slotBytes);
  for (const [index, partition] of table.partitions.entries()) {
    if (partition !== undefined) array.set(writeSlot(partition), index * slotBytes);
  }
  return array;
}

function writeSlot(partition: Partition): Uint8Array {
  const bytes = new Uint8Array(slotBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(guidBytes(partition.type));
  bytes.set(guidBytes(partition.id), 16);
  view.setBigUint64(32, BigInt(partition.firstSector), true);
  view.setBigUint64(40, BigInt(partition.lastSector), true);
  view.setBigUint64(48, partition.attributes, true);
  for (const [index, unit] of [...partition.name].slice(0, 36).entries()) {
    view.setUint16(56 + 2 * index, unit.charCodeAt(0), true);
  }
  return bytes;
}

/** One partition of type 0xEE over the whole disk, for whoever does not know GPT. */
function protectiveMbr(diskSectors: number): Uint8Array {
  const bytes = new Uint8Array(sectorBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([0x00, 0x00, 0x02, 0x00, 0xee, 0xff, 0xff, 0xff], 446);
  view.setUint32(454, 1, true);
  view.setUint32(458, Math.min(diskSectors - 1, 0xffffffff), true);
  view.setUint16(510, 0xaa55, true);
  return bytes;
}
