import { mergeNfit } from '../../../src/formats/acpi/merge-nfit.ts';
import { writeNfit } from '../../../src/formats/acpi/nvdimm-tables.ts';
import type { FuzzTarget } from '../target.ts';

const region = { start: 2 ** 31, size: 2 ** 29 };

export const target: FuzzTarget = {
  name: 'nfit',
  seeds: async () => [
    writeNfit(region),
    mergeNfit(writeNfit({ start: 2 ** 34, size: 2 ** 30 }), region, []),
  ],
  run(bytes) {
    mergeNfit(bytes, region, [region]);
  },
};
