import type { NvdimmTables } from '../../core/machine/host-facts.ts';
import type { Reservation } from '../../core/machine/memory-map.ts';
import type { CpioEntry } from '../cpio/writer.ts';
import { mergeNfit, replaceNfit } from './merge-nfit.ts';
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
export function acpiEntries(region: Reservation, host: TableHost): CpioEntry[] {
  const root = host.nvdimms?.root ?? 'none';
  const entries: CpioEntry[] = [
    { kind: 'file', path: 'kernel/firmware/acpi/nfit.aml', data: nfitFor(region, host) },
  ];
  if (root !== 'by-table') {
    const path = 'kernel/firmware/acpi/nvdimm-root.aml';
    entries.push({ kind: 'file', path, data: writeNvdimmRoot() });
  }
  return entries;
}

/** What the machine's root lists by itself would be there twice if the table had it too. */
function nfitFor(region: Reservation, { nvdimms, ownRegions }: TableHost): Uint8Array {
  const table = nvdimms?.table;
  if (table === undefined) return writeNfit(region);
  return nvdimms?.root === 'by-method'
    ? replaceNfit(table, region)
    : mergeNfit(table, region, ownRegions);
}
