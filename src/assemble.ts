import { fileURLToPath } from 'node:url';
import type { InspectImage } from './boot/boot-context.ts';
import { createSelection } from './boot/catalogue/selection.ts';
import type { Selection, SessionContext } from './boot/create-session.ts';
import { lazySession } from './boot/lazy-session.ts';
import type { Session } from './boot/session.ts';
import { builtAt } from './build-info.ts';
import type { FetchContext } from './cli/fetch.ts';
import { parseDistro } from './formats/catalogue/distro.ts';
import { type CatalogueFiles, readCatalogueFiles } from './linux/catalogue-files.ts';
import type { TransportOptions } from './net/transport-options.ts';
import type { Machine, Network } from './ports.ts';
import type { Clock } from './verify/clock.ts';

/** Rows and keys that belong to this image or this machine only, such as the demo's. */
const localCatalogue = '/etc/webboot/distros';

export interface Assembly {
  readonly machine: Machine;
  readonly transport: TransportOptions;
  /** Awaited before the first byte goes over the network; rejects with what is in the way. */
  readonly online: () => Promise<void>;
  /** The real one, unless a test brings its own. */
  readonly inspect?: InspectImage;
}

/** Puts the real parts together: the one place where the ports meet what implements them. */
export async function assembleSession(assembly: Assembly): Promise<Session> {
  const { files, selection } = await openCatalogue();
  return lazySession(selection.distros, async () => {
    const [{ createSession }, context] = await Promise.all([
      import('./boot/create-session.ts'),
      openContext(assembly, files),
    ]);
    return createSession(context, selection);
  });
}

/** What a command needs that downloads and does not boot. */
export async function openFetchContext(transport: TransportOptions): Promise<FetchContext> {
  const [{ files, selection }, { createNetwork }] = await Promise.all([
    openCatalogue(),
    import('./net/network.ts'),
  ]);
  return {
    network: createNetwork(transport),
    keyring: { find: files.findKey },
    clock,
    select: selection.select,
  };
}

async function openCatalogue(): Promise<{ files: CatalogueFiles; selection: Selection }> {
  const shipped = fileURLToPath(new URL('../distros/', import.meta.url));
  const files = await readCatalogueFiles([shipped, localCatalogue]);
  return { files, selection: createSelection(files.rows.map(({ text }) => parseDistro(text))) };
}

async function openContext(
  { machine, transport, online, inspect }: Assembly,
  files: CatalogueFiles,
): Promise<SessionContext> {
  const [{ createNetwork }, { inspectImage }] = await Promise.all([
    import('./net/network.ts'),
    import('./boot/inspect-image.ts'),
  ]);
  return {
    machine,
    inspect: inspect ?? inspectImage,
    network: whenOnline(createNetwork(transport), online),
    keyring: { find: files.findKey },
    clock,
  };
}

export const clock = (): Clock => ({ now: new Date(), builtAt });

function whenOnline(network: Network, online: () => Promise<void>): Network {
  return {
    open: (urls, signal) => online().then(() => network.open(urls, signal)),
    fetchSmall: (urls, options) => online().then(() => network.fetchSmall(urls, options)),
    download: (request) => online().then(() => network.download(request)),
  };
}
