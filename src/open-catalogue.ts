import { fileURLToPath } from 'node:url';
import type { Distro } from './formats/catalogue/distro.ts';
import {
  findKeyFile,
  readCheckedRows,
  readRowFiles,
  type TextFile,
} from './linux/catalogue-files.ts';

/** Rows and keys that belong to this image or this machine only, such as the demo's. */
const localDirectory = '/etc/webboot/distros';
const shippedDirectory = fileURLToPath(new URL('../distros/', import.meta.url));
const checkedFile = fileURLToPath(new URL('./catalogue.json', import.meta.url));

export interface Catalogue {
  readonly rows: readonly Distro[];
  findKey(name: string): Promise<Uint8Array | undefined>;
}

/**
 * The catalogue that came with webboot, and the machine's own rows over it: those replace rows of
 * the same id. The schema is loaded only for rows that nobody has checked yet, since the menu's
 * first frame waits for this.
 */
export async function openCatalogue(): Promise<Catalogue> {
  const [checked, local] = await Promise.all([
    readCheckedRows(checkedFile),
    readRowFiles(localDirectory),
  ]);
  const shipped =
    checked === undefined
      ? await checkRows(await readRowFiles(shippedDirectory))
      : (JSON.parse(checked) as readonly Distro[]);
  const own = await checkRows(local);
  return {
    rows: [...shipped.filter(({ id }) => own.every((row) => row.id !== id)), ...own],
    findKey: (name) => findKeyFile([shippedDirectory, localDirectory], name),
  };
}

async function checkRows(files: readonly TextFile[]): Promise<readonly Distro[]> {
  if (files.length === 0) return [];
  const { parseDistro } = await import('./formats/catalogue/distro.ts');
  return files.map(({ text }) => parseDistro(text));
}
