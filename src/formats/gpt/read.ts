import { crc32 } from 'node:zlib';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { readGuid } from './guid.ts';
import {
  type Partition,
  type PartitionTable,
  sectorBytes,
  slotBytes,
  slotCount,
} from './partition-table.ts';

const unused = '00000000-0000-0000-0000-000000000000';
const maxSectors = BigInt(Number.MAX_SAFE_INTEGER) / BigInt(sectorBytes);

/**
 * Reads the table of a disk with sectors of 512 bytes: the first one, or the one at the disk's end
 * where the first is damaged. `diskSectors` is what the table was made for, which is less than the
 * disk has when an image was written to a larger one. Throws FormatError 'gpt'.
 */
export async function readPartitionTable(disk: RandomAccess): Promise<PartitionTable> {
  try {
    return await readTableAt(disk, 1);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const last = Math.floor(disk.size / sectorBytes) - 1;
    return readTableAt(disk, last).catch(() => {
      throw error;
    });
  }
}

async function readTableAt(disk: RandomAccess, sector: number): Promise<PartitionTable> {
  const offset = sector * sectorBytes;
  const fault = (message: string) => new FormatError('gpt', Math.max(offset, 0), message);
  const header = await disk.read(offset, sectorBytes);
  if (header.length < sectorBytes) throw fault('ends within its header');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (new TextDecoder('latin1').decode(header.subarray(0, 8)) !== 'EFI PART') {
    throw fault('no signature');
  }
  const bytes = view.getUint32(12, true);
  if (bytes < 92 || bytes > sectorBytes) throw fault(`a header of ${bytes} bytes`);
  const sum = view.getUint32(16, true);
  const blank = header.slice(0, bytes);
  blank.fill(0, 16, 20);
  if (crc32(blank) !== sum) throw fault('its header has the wrong checksum');
  if (view.getUint32(80, true) !== slotCount || view.getUint32(84, true) !== slotBytes) {
    throw fault('another number or size of slots than 128 of 128 bytes');
  }
  const place = (at: number) => {
    const value = view.getBigUint64(at, true);
    if (value > maxSectors) throw fault(`sector ${value}`);
    return Number(value);
  };
  const array = await disk.read(place(72) * sectorBytes, slotCount * slotBytes);
  if (crc32(array) !== view.getUint32(88, true)) throw fault('its slots have the wrong checksum');
  const slots = Array.from({ length: slotCount }, (_, index) =>
    readSlot(array.subarray(index * slotBytes, (index + 1) * slotBytes), fault),
  );
  const used = slots.findLastIndex((slot) => slot !== undefined) + 1;
  const end = Math.max(place(24), place(32));
  return {
    diskId: readGuid(header.subarray(56, 72)),
    diskSectors: end + 1,
    partitions: slots.slice(0, used),
  };
}

function readSlot(
  bytes: Uint8Array,
  fault: (message: string) => FormatError,
): Partition | undefined {
  const type = readGuid(bytes.subarray(0, 16));
  if (type === unused) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getBigUint64(32, true);
  const last = view.getBigUint64(40, true);
  if (last > maxSectors || first > last) throw fault(`a partition from ${first} to ${last}`);
  const units = Array.from({ length: 36 }, (_, index) => view.getUint16(56 + 2 * index, true));
  const end = units.indexOf(0);
  return {
    type,
    id: readGuid(bytes.subarray(16, 32)),
    firstSector: Number(first),
    lastSector: Number(last),
    attributes: view.getBigUint64(48, true),
    name: String.fromCharCode(...units.slice(0, end === -1 ? 36 : end)),
  };
}
