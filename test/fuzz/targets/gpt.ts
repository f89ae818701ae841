import { sectorBytes } from '../../../src/formats/gpt/partition-table.ts';
import { readPartitionTable } from '../../../src/formats/gpt/read.ts';
import { writePartitionTable } from '../../../src/formats/gpt/write.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'gpt',
  async seeds() {
    const id = '01234567-89ab-8def-8123-456789abcdef';
    const partition = { type: id, id, firstSector: 64, lastSector: 99, attributes: 0n, name: 'x' };
    const table = { diskId: id, diskSectors: 128, partitions: [partition] };
    const { head, tail } = writePartitionTable(table);
    const disk = new Uint8Array(table.diskSectors * sectorBytes);
    disk.set(head);
    disk.set(tail, disk.length - tail.length);
    return [disk];
  },
  async run(bytes) {
    await readBoth(bytes, readPartitionTable);
  },
};
