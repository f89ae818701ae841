import type { NvdimmTables } from '../../core/machine/host-facts.ts';
import type { Reservation } from '../../core/machine/memory-map.ts';
import type { CpioEntry } from '../cpio/writer.ts';
import { mergeNfit } from './merge-nfit.ts';
import { writeNfit, writeNvdimmRoot } from './nvdimm-tables.ts';

/** Where webboot's tables go: a machine may have NVDIMMs of its own. */
export interface TableHost {
  readonly ownRegions: readonly Reservation[];
  readonly nvdimms?: NvdimmTables | undefined;
}

/**
 * Tables that the kernel takes before it unpacks anything, from an uncompressed archive at the
 * front (Documentation/admin-guide/acpi/initrd_table_override.rst). Without entries for their
 * directories they are not unpacked into the initramfs.
 */
export function acpiEntries(region: Reservation, { nvdimms, ownRegions }: TableHost): CpioEntry[] {
  const { table, hasRoot = false } = nvdimms ?? {};
  const nfit = table === undefined ? writeNfit(region) : mergeNfit(table, region, ownRegions);
  return [
    { kind: 'file', path: 'kernel/firmware/acpi/nfit.aml', data: nfit },
    ...(hasRoot
      ? []
      : [
          {
            kind: 'file' as const,
            path: 'kernel/firmware/acpi/nvdimm-root.aml',
            data: writeNvdimmRoot(),
          },
        ]),
  ];
}
