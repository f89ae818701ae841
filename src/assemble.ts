import { fileURLToPath } from 'node:url';
import type { InspectImage } from './boot/boot-context.ts';
import { createSelection } from './boot/catalogue/selection.ts';
import { createSession } from './boot/create-session.ts';
import { inspectImage } from './boot/inspect-image.ts';
import type { Session } from './boot/session.ts';
import { parseDistro } from './formats/catalogue/distro.ts';
import { readCatalogueFiles } from './linux/catalogue-files.ts';
import { createNetwork } from './net/network.ts';
import type { TransportOptions } from './net/transport-options.ts';
import type { Machine, Network } from './ports.ts';

/** Rows and keys that belong to this image or this machine only, such as the demo's. */
const localCatalogue = '/etc/webboot/distros';

export interface Assembly {
  /** The real one, unless a test brings its own. */
  readonly inspect?: InspectImage;
  readonly machine: Machine;
  readonly transport: TransportOptions;
  /** Awaited before the first byte goes over the network; rejects with what is in the way. */
  readonly online: () => Promise<void>;
  readonly builtAt: Date;
}

/** Puts the real parts together: the one place where the ports meet what implements them. */
export async function assembleSession(assembly: Assembly): Promise<Session> {
  const shipped = fileURLToPath(new URL('../distros/', import.meta.url));
  const catalogue = await readCatalogueFiles([shipped, localCatalogue]);
  const distros = catalogue.rows.map(({ text }) => parseDistro(text));
  return createSession(
    {
      machine: assembly.machine,
      inspect: assembly.inspect ?? inspectImage,
      network: whenOnline(createNetwork(assembly.transport), assembly.online),
      keyring: { find: catalogue.findKey },
      clock: () => ({ now: new Date(), builtAt: assembly.builtAt }),
    },
    createSelection(distros),
  );
}

function whenOnline(network: Network, online: () => Promise<void>): Network {
  return {
    open: (urls, signal) => online().then(() => network.open(urls, signal)),
    fetchSmall: (urls, options) => online().then(() => network.fetchSmall(urls, options)),
    download: (request) => online().then(() => network.download(request)),
  };
}
