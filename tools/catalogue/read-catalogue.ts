import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCatalogueBundle } from '../../src/formats/catalogue/bundle.ts';
import { parseDistro } from '../../src/formats/catalogue/distro.ts';
import { readRowFiles } from '../../src/linux/catalogue-files.ts';
import { projectDirectory } from '../shared/paths.ts';

const distros = join(projectDirectory, 'distros');

/** The text of `catalogue.json`: every row, checked, and every key. */
export async function readCatalogue(): Promise<string> {
  const files = await readRowFiles(distros);
  for (const { text } of files) parseDistro(text);
  const names = (await readdir(join(distros, 'keys'))).filter((name) => /\.(asc|pub)$/.test(name));
  const keys = await Promise.all(
    names.sort().map(async (name) => [name, await readFile(join(distros, 'keys', name))] as const),
  );
  return formatCatalogueBundle(
    files.map(({ text }) => text),
    new Map(keys),
  );
}
