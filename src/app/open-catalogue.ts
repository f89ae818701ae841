import {
  type CatalogueSource,
  createCatalogueSource,
  mergeRows,
} from '../boot/catalogue/newer-catalogue.ts';
import { FormatError, WebbootError } from '../errors.ts';
import type { Distro } from '../formats/catalogue/distro.ts';
import { openTrustedRepository } from '../linux/catalogue-cache.ts';
import {
  findKeyFile,
  readCheckedRows,
  readRowFiles,
  type TextFile,
} from '../linux/catalogue-files.ts';
import type { Network } from '../ports/network.ts';
import { checkedCatalogue, shippedDirectory } from '../shipped.ts';

/** Rows and keys that belong to this image or this machine only, such as the demo's. */
const localDirectory = '/etc/webboot/distros';

export interface Catalogue {
  /** What came with webboot. */
  readonly builtIn: readonly Distro[];
  /** What this machine has of its own. */
  readonly own: readonly Distro[];
  readonly rows: readonly Distro[];
  findKey(name: string): Promise<Uint8Array | undefined>;
}

/**
 * The catalogue that came with webboot, and the machine's own rows over it: those replace rows of
 * the same id. The schema is loaded only for rows that nobody has checked yet, since the menu's
 * first frame waits for this. `added` are rows of the person's settings.
 */
export async function openCatalogue(
  added: readonly unknown[] = [],
  onProblem: (text: string) => void = () => {},
): Promise<Catalogue> {
  const [checked, local] = await Promise.all([
    readCheckedRows(checkedCatalogue),
    readRowFiles(localDirectory),
  ]);
  const builtIn =
    checked === undefined
      ? await checkRows(await readRowFiles(shippedDirectory))
      : (JSON.parse(checked) as readonly Distro[]);
  const own = mergeRows(await checkRows(local), await checkAdded(added, onProblem));
  return {
    builtIn,
    own,
    rows: mergeRows(builtIn, own),
    findKey: (name) => findKeyFile([shippedDirectory, localDirectory], name),
  };
}

/** Adds what a newer catalogue brings, where webboot came with a repository to ask. */
export async function openCatalogueSource(
  { builtIn, own, findKey }: Catalogue,
  network: Pick<Network, 'fetchSmall'>,
): Promise<CatalogueSource> {
  const repository = await openTrustedRepository(shippedDirectory, process.env);
  return createCatalogueSource({
    builtIn,
    own,
    findKey,
    ...(repository === undefined
      ? {}
      : {
          fetchUpdate: async (signal) => {
            const { fetchCatalogueUpdate } = await import('../updates/fetch-update.ts');
            return fetchCatalogueUpdate({ ...repository, network, signal });
          },
        }),
  });
}

async function checkRows(files: readonly TextFile[]): Promise<readonly Distro[]> {
  if (files.length === 0) return [];
  const { parseDistro } = await import('../formats/catalogue/distro.ts');
  return files.map(({ name, text }) => {
    try {
      return parseDistro(text);
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      throw new WebbootError('catalogue-invalid', `${name} is not a valid row: ${cause.reason}.`, {
        subject: name,
        remedy: 'Correct the file; docs/adding-a-distro.md describes the fields.',
        cause,
      });
    }
  });
}

/** Rows that a person wrote: a wrong one is told, and does not take the others with it. */
async function checkAdded(
  rows: readonly unknown[],
  onProblem: (text: string) => void,
): Promise<readonly Distro[]> {
  if (rows.length === 0) return [];
  const { parseDistro } = await import('../formats/catalogue/distro.ts');
  return rows.flatMap((row, index) => {
    try {
      return [parseDistro(JSON.stringify(row))];
    } catch (error) {
      onProblem(`distros[${index}] in webboot.json is ignored: ${(error as Error).message}.`);
      return [];
    }
  });
}
