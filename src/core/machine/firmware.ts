import { childOf, type DeviceTree, propertyOf } from './device-tree.ts';

/**
 * How a machine is described to its kernel: by ACPI's tables, or by a device tree, which on
 * machines with UEFI does not say what memory there is. x86 machines count as `acpi`.
 */
export type Firmware = 'acpi' | 'uefi-tree' | 'tree';

/** Of an arm64 machine. `hasTables`: the running kernel goes by ACPI. */
export function firmwareOf(tree: DeviceTree | undefined, hasTables: boolean): Firmware {
  if (hasTables) return 'acpi';
  const chosen = tree && childOf(tree.root, 'chosen');
  // The address that the kernel's EFI stub leaves (Documentation/arch/arm/uefi.rst of Linux).
  return chosen && propertyOf(chosen, 'linux,uefi-system-table') ? 'uefi-tree' : 'tree';
}
