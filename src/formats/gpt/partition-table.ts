/** One partition of a GUID partition table; addresses in sectors of 512 bytes. */
export interface Partition {
  /** Lower-case text form, as blkid prints it. */
  readonly type: string;
  /** What Linux calls PARTUUID. */
  readonly id: string;
  readonly firstSector: number;
  /** Inclusive. */
  readonly lastSector: number;
  /** Bits 0 to 2 belong to everybody, 48 to 63 to the partition's type. */
  readonly attributes: bigint;
  readonly name: string;
}

export interface PartitionTable {
  readonly diskId: string;
  readonly diskSectors: number;
  /** By their slot; an unused slot is undefined. */
  readonly partitions: readonly (Partition | undefined)[];
}

export const sectorBytes = 512;
export const slotCount = 128;
export const slotBytes = 128;
/** Sectors of the array of slots. */
export const arraySectors = (slotCount * slotBytes) / sectorBytes;
/** The protective MBR, the header and the array. */
export const headSectors = 2 + arraySectors;
/** The array again, and the second header in the disk's last sector. */
export const tailSectors = arraySectors + 1;

/** The last sector that a partition may use. */
export function lastUsableSector(diskSectors: number): number {
  return diskSectors - tailSectors - 1;
}
