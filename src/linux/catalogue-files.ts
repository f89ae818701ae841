import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CatalogueFiles {
  /** File name and text of each row. */
  readonly rows: readonly { readonly name: string; readonly text: string }[];
  /** Key material by file name; the first directory that has it wins. */
  findKey(name: string): Promise<Uint8Array | undefined>;
}

/** Reads `*.json` of each directory; keys lie in their folder `keys`. Absent directories are empty. */
export async function readCatalogueFiles(directories: readonly string[]): Promise<CatalogueFiles> {
  const rows = await Promise.all(directories.map(readRows));
  return {
    rows: rows.flat(),
    findKey: async (name) => {
      // A key's name comes from a catalogue row: it names a file in the folder, and no other.
      if (!/^[\w][\w.-]*$/.test(name)) return undefined;
      for (const directory of directories) {
        const bytes = await readFile(join(directory, 'keys', name)).catch(() => undefined);
        if (bytes !== undefined) return bytes;
      }
      return undefined;
    },
  };
}

async function readRows(directory: string): Promise<CatalogueFiles['rows']> {
  const names = await readdir(directory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json') && name !== 'schema.json').sort();
  return Promise.all(
    files.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })),
  );
}
