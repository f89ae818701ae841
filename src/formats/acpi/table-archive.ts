import type { Reservation } from '../../core/machine/memory-map.ts';
import type { CpioEntry } from '../cpio/writer.ts';
import { writeNfit, writeNvdimmRoot } from './nvdimm-tables.ts';

/**
 * Tables that the kernel takes before it unpacks anything, from an uncompressed archive at the
 * front (Documentation/admin-guide/acpi/initrd_table_override.rst). Without entries for their
 * directories they are not unpacked into the initramfs.
 */
export function acpiEntries(region: Reservation): CpioEntry[] {
  return [
    { kind: 'file', path: 'kernel/firmware/acpi/nfit.aml', data: writeNfit(region) },
    { kind: 'file', path: 'kernel/firmware/acpi/nvdimm-root.aml', data: writeNvdimmRoot() },
  ];
}
