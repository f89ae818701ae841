import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile, readRegularText } from './regular-file.ts';

/** Rows and keys are a few kilobytes; these may be links, in a folder that is webboot's own. */
const bounds = { mostBytes: 4 * 1024 * 1024, followLinks: true };

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Texts of `*.json` in a directory, by name; empty where there is none. */
export async function readRowFiles(directory: string): Promise<readonly TextFile[]> {
  const names = await readdir(directory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json') && name !== 'schema.json').sort();
  return Promise.all(
    files.map(async (name) => ({
      name,
      text: (await readRegularText(join(directory, name), bounds)) ?? '',
    })),
  );
}

/** The rows that the bundler has read and checked: one file instead of many; undefined from sources. */
export async function readCheckedRows(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** Key material by file name, from the folder `keys` of the first directory that has it. */
export async function findKeyFile(
  directories: readonly string[],
  name: string,
): Promise<Uint8Array | undefined> {
  // A key's name comes from a catalogue row: it names a file in the folder, and no other.
  if (!/^\w[\w.-]*$/.test(name)) return undefined;
  for (const directory of directories) {
    const bytes = await readRegularFile(join(directory, 'keys', name), bounds).catch(
      () => undefined,
    );
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}
