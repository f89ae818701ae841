import { expect, test } from 'vitest';
import { growPartition } from '../../../../src/formats/gpt/grow.ts';
import type { PartitionTable } from '../../../../src/formats/gpt/partition-table.ts';

const id = '01234567-89ab-8def-8123-456789abcdef';
const other = 'ffffffff-89ab-8def-8123-456789abcdef';
const partition = { type: id, attributes: 0n, name: '' };
const table: PartitionTable = {
  diskId: id,
  diskSectors: 16_384,
  partitions: [
    { ...partition, id: other, firstSector: 2048, lastSector: 4095 },
    { ...partition, id, firstSector: 4096, lastSector: 14_335 },
  ],
};

test('the last partition grows to the end of a larger disk, less room for the second table', () => {
  const grown = growPartition(table, { id, diskSectors: 1_048_576 });
  expect(grown?.diskSectors).toBe(1_048_576);
  expect(grown?.partitions[0]).toEqual(table.partitions[0]);
  expect(grown?.partitions[1]).toMatchObject({ firstSector: 4096, lastSector: 1_046_527 });
});

test('a table that fills its disk stays', () => {
  expect(growPartition(table, { id, diskSectors: 16_384 })).toBeUndefined();
  const grown = growPartition(table, { id, diskSectors: 65_536 });
  expect(growPartition(grown ?? table, { id, diskSectors: 65_536 })).toBeUndefined();
});

test('a partition with another behind it stays', () => {
  expect(growPartition(table, { id: other, diskSectors: 65_536 })).toBeUndefined();
});

test('an unknown partition is no reason to change a disk', () => {
  const unknown = id.replace('0', '9');
  expect(growPartition(table, { id: unknown, diskSectors: 65_536 })).toBeUndefined();
});
