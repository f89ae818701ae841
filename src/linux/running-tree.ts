import { readFileSync } from 'node:fs';
import type { DeviceTree } from '../core/machine/device-tree.ts';
import { FormatError } from '../errors.ts';
import { readDeviceTree } from '../formats/fdt/read-device-tree.ts';

/** What the boot loader handed to the kernel, also where that goes by ACPI; for root only. */
const handedTree = '/sys/firmware/fdt';

/** The device tree of the running kernel; undefined where there is none that can be read. */
export function readRunningTree(path = handedTree): DeviceTree | undefined {
  try {
    return readDeviceTree(readFileSync(path));
  } catch (error) {
    const isAbsent = ['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
    // What cannot be read as webboot's own is somebody else's, and not written to.
    if (isAbsent || error instanceof FormatError) return undefined;
    throw error;
  }
}
