import { readdirSync, readFileSync } from 'node:fs';
import type { NvdimmTables } from '../core/machine/host-facts.ts';
import { isOwnTable, ownRootPath } from '../formats/acpi/nvdimm-tables.ts';

const devices = '/sys/bus/acpi/devices';

/** What ACPI says of the machine's own NVDIMMs; webboot's tables, which a kernel lists too, are none. */
export function readNvdimmTables(): NvdimmTables | undefined {
  const table = readTable('/sys/firmware/acpi/tables/NFIT');
  const hasRoot = rootPaths().some((path) => path !== ownRootPath);
  if (table === undefined || isOwnTable(table)) return hasRoot ? { hasRoot } : undefined;
  return { table, hasRoot };
}

function readTable(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The NVDIMM root devices (ACPI 6.5, 9.20.2) by their names in ACPI. */
function rootPaths(): readonly string[] {
  try {
    return readdirSync(devices)
      .filter((name) => name.startsWith('ACPI0012:'))
      .map((name) => readFileSync(`${devices}/${name}/path`, 'utf8').trim());
  } catch {
    return [];
  }
}
