import { fileURLToPath } from 'node:url';
import { createSelection } from './boot/catalogue/selection.ts';
import { builtAt } from './build-info.ts';
import type { FetchContext } from './cli/fetch.ts';
import { parseDistro } from './formats/catalogue/distro.ts';
import { readCatalogueFiles } from './linux/catalogue-files.ts';
import { createNetwork } from './net/network.ts';
import type { TransportOptions } from './net/transport-options.ts';

/** The real parts behind `webboot fetch`: no machine, no menu, no inspection. */
export async function assembleFetch(transport: TransportOptions): Promise<FetchContext> {
  const shipped = fileURLToPath(new URL('../distros/', import.meta.url));
  const catalogue = await readCatalogueFiles([shipped]);
  const distros = catalogue.rows.map(({ text }) => parseDistro(text));
  return {
    select: createSelection(distros).select,
    network: createNetwork(transport),
    keyring: { find: catalogue.findKey },
    clock: () => ({ now: new Date(), builtAt }),
  };
}
