import { lastUsableSector, type PartitionTable } from './partition-table.ts';

/** Partitions end on a boundary of 1 MiB. */
const alignment = 2048;

/**
 * The table for a disk that has more sectors than the table was made for, with the partition `id`
 * up to the disk's end. Undefined where nothing is gained: no such partition, another behind it,
 * or less than 1 MiB.
 */
export function growPartition(
  table: PartitionTable,
  { id, diskSectors }: { id: string; diskSectors: number },
): PartitionTable | undefined {
  const grown = table.partitions.find((partition) => partition?.id === id);
  if (grown === undefined) return undefined;
  const isLast = table.partitions.every(
    (partition) => partition === undefined || partition.lastSector <= grown.lastSector,
  );
  const lastSector = Math.floor((lastUsableSector(diskSectors) + 1) / alignment) * alignment - 1;
  if (!isLast || lastSector < grown.lastSector + alignment) return undefined;
  return {
    ...table,
    diskSectors,
    partitions: table.partitions.map((partition) =>
      partition === grown ? { ...grown, lastSector } : partition,
    ),
  };
}
