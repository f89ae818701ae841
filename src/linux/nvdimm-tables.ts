import { readdirSync, readFileSync } from 'node:fs';
import type { NvdimmTables } from '../core/machine/host-facts.ts';
import { isOwnTable, ownRootPath } from '../formats/acpi/nvdimm-tables.ts';

const devices = '/sys/bus/acpi/devices';
const tables = '/sys/firmware/acpi/tables';

/** What ACPI says of the machine's own NVDIMMs; webboot's tables, which a kernel lists too, are none. */
export function readNvdimmTables(): NvdimmTables | undefined {
  const nfit = readBytes(`${tables}/NFIT`);
  const table = nfit === undefined || isOwnTable(nfit) ? {} : { table: nfit };
  const hasRoot = rootPaths().some((path) => path !== ownRootPath);
  if (!hasRoot) return 'table' in table ? { ...table, root: 'none' } : undefined;
  return { ...table, root: hasMethod() ? 'by-method' : 'by-table' };
}

/** By the method's name in the machine's code: nothing else tells of it. */
function hasMethod(): boolean {
  const code = namesIn(tables).filter((name) => /^(DSDT|SSDT)/.test(name));
  return code.some((name) => readBytes(`${tables}/${name}`)?.includes('_FIT') === true);
}

/** The NVDIMM root devices (ACPI 6.5, 9.20.2) by their names in ACPI. */
function rootPaths(): readonly string[] {
  return namesIn(devices)
    .filter((name) => name.startsWith('ACPI0012:'))
    .map((name) => readBytes(`${devices}/${name}/path`)?.toString().trim() ?? '');
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
