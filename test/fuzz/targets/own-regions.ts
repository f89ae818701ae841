import { ownDevices } from '../../../src/core/machine/own-regions.ts';
import { parseReservedRegion } from '../../../src/formats/fdt/reserved-region.ts';
import type { FuzzTarget } from '../target.ts';

/** `#address-cells`, `#size-cells` and `reg` of a node, one after the other. */
const wide = [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0x90, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0];
const narrow = [0, 0, 0, 1, 0, 0, 0, 1, 0x90, 0, 0, 0, 0x20, 0, 0, 0];

export const target: FuzzTarget = {
  name: 'own-regions',
  async seeds() {
    return [wide, narrow].map((bytes) => Uint8Array.from(bytes));
  },
  run(bytes) {
    const region = parseReservedRegion({
      addressCells: bytes.subarray(0, 4),
      sizeCells: bytes.subarray(4, 8),
      reg: bytes.subarray(8),
    });
    const device = { path: '/dev/pmem0', size: region.size, reservation: region };
    if (ownDevices([device], [region]).length !== 1) throw new Error('a region is not its own');
  },
};
