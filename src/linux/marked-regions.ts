import { readdirSync, readFileSync } from 'node:fs';
import type { Reservation } from '../core/machine/memory-map.ts';
import { FormatError } from '../errors.ts';
import { parseReservedRegion } from '../formats/fdt/reserved-region.ts';

/** The kernel's view of the device tree; there is none on a machine that goes by ACPI. */
const reservedMemory = '/proc/device-tree/reserved-memory';

/** A unit address follows the name: `webboot@90000000`. */
const ownNode = /^webboot@[0-9a-f]+$/;

/** The regions that webboot marked before it started itself again: nodes of its own name. */
export function readMarkedRegions(root = reservedMemory): readonly Reservation[] {
  const read = (path: string) => new Uint8Array(readFileSync(`${root}/${path}`));
  return namesIn(root)
    .filter((name) => ownNode.test(name))
    .flatMap((name) => {
      try {
        return [
          parseReservedRegion({
            addressCells: read('#address-cells'),
            sizeCells: read('#size-cells'),
            reg: read(`${name}/reg`),
          }),
        ];
      } catch (error) {
        // What cannot be read as webboot's own is somebody else's, and not written to.
        if (error instanceof FormatError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
          return [];
        }
        throw error;
      }
    });
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
