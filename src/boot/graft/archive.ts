import type { Reservation } from '../../core/memory-map.ts';
import { writeNfit, writeNvdimmRoot } from '../../formats/acpi/nvdimm-tables.ts';
import type { CpioEntry } from '../../formats/cpio/writer.ts';
import type { GraftModule } from './collect-modules.ts';
import { hookScript } from './hook.ts';

export interface HookFiles {
  readonly busybox: Uint8Array;
  readonly modules: readonly GraftModule[];
  readonly blockDevice: string;
  readonly init: string;
}

/**
 * The hook with what it loads. All of it lies in one directory of its own: an entry for a
 * directory that the image's own initrd has as a symbolic link (`lib`) would break that.
 */
export function hookEntries({ busybox, modules, blockDevice, init }: HookFiles): CpioEntry[] {
  const names = modules.map(({ fileName }) => fileName);
  const script = hookScript({ modules: names, blockDevice, init });
  return [
    ...['webboot', 'webboot/proc', 'webboot/sys'].map(
      (path): CpioEntry => ({ kind: 'directory', path }),
    ),
    executable('webboot/busybox', busybox),
    executable('webboot/init', new TextEncoder().encode(script)),
    ...modules.map(({ fileName, bytes }) => executable(`webboot/${fileName}`, bytes)),
  ];
}

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

function executable(path: string, data: Uint8Array): CpioEntry {
  return { kind: 'file', path, mode: 0o755, data };
}
