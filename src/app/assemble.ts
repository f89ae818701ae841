import type { ListNear } from '../boot/catalogue/near-source.ts';
import type { CatalogueSource } from '../boot/catalogue/newer-catalogue.ts';
import { type OwnMirrors, preferMirrors } from '../boot/catalogue/own-mirrors.ts';
import { summarise } from '../boot/catalogue/summary.ts';
import type { FileContext } from '../boot/files/file-context.ts';
import type { InspectImage } from '../boot/run/boot-context.ts';
import type { SessionContext } from '../boot/run/create-session.ts';
import { lazySession } from '../boot/run/lazy-session.ts';
import type { OfferMedium } from '../boot/run/offer-medium.ts';
import type { Session } from '../boot/session/session.ts';
import { builtAt } from '../build-info.ts';
import type { FetchContext, OpenFetchContext } from '../cli/fetch.ts';
import type { Architecture } from '../core/architecture.ts';
import { defined } from '../core/defined.ts';
import type { NetworkToHandOn } from '../core/network/handed-network.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import { hostArchitecture } from '../linux/host-architecture.ts';
import { readLocalFile as readLocal } from '../linux/image-store.ts';
import { readNameServers } from '../linux/network/name-servers.ts';
import type { TransportOptions } from '../net/transport-options.ts';
import type { Injection } from '../ports/injection.ts';
import type { Machine } from '../ports/machine.ts';
import type { FindNear } from '../ports/near.ts';
import type { Network } from '../ports/network.ts';
import type { ReadOwnFiles } from '../ports/own-files.ts';
import type { ReleaseMemory } from '../ports/release-memory.ts';
import type { KeepImage } from '../ports/transfer.ts';
import type { Clock } from '../verify/clock.ts';
import { nearImages, nearLists } from './near-images.ts';
import { type Catalogue, openCatalogue, openCatalogueSource } from './open-catalogue.ts';
import { openSwarms } from './open-swarms.ts';

export interface Assembly {
  readonly machine: Machine;
  /** Asked before each use: the same object while nothing has changed. */
  readonly transport: () => TransportOptions;
  /** Awaited before the first byte goes over the network; rejects with what is in the way. */
  readonly online: () => Promise<void>;
  /** Of the images to choose; this machine's otherwise. */
  readonly arch?: Architecture;
  /** More catalogue rows, checked here; those that are wrong are told to `onProblem`. */
  readonly distros?: readonly unknown[];
  readonly mirrors?: OwnMirrors;
  /** Finds machines of this network that have an image; absent if nobody is to be asked. */
  readonly findNear?: FindNear | undefined;
  /** Lists what they have, for when no mirror can be reached. */
  readonly listNear?: ListNear | undefined;
  /** Machines that images are fetched together with; nobody without. */
  readonly peers?: PeerSetting | undefined;
  /** Nodes of a DHT that finds machines beyond this network. */
  readonly dht?: readonly string[] | undefined;
  readonly onProblem?: (text: string) => void;
  /** Where images are kept, on a machine that has such a place. */
  readonly keepImage?: KeepImage;
  /** Where the newest releases seen are kept. */
  readonly releases?: ReleaseMemory;
  /** Where webboot itself made the network's connections. */
  readonly networkToHandOn?: () => Promise<NetworkToHandOn | undefined>;
  /** Files of the person's own for live systems. */
  readonly injection?: () => Promise<Injection>;
  /** webboot's own files, for live systems that serve their image. */
  readonly ownFiles?: ReadOwnFiles;
  /** Images can be given to other machines instead of being booted; takes what goes wrong meanwhile. */
  readonly onServeProblem?: (text: string) => void;
  /** The real one, unless a test brings its own. */
  readonly inspect?: InspectImage;
}

/** Puts the real parts together: the one place where the ports meet what implements them. */
export async function assembleSession(assembly: Assembly): Promise<Session> {
  const catalogue = await openCatalogue(assembly.distros, assembly.onProblem);
  const load = async () => {
    const [{ createSession }, { findNewerCatalogue }, { network, source, select }] =
      await Promise.all([
        import('../boot/run/create-session.ts'),
        import('../boot/catalogue/selection.ts'),
        openSelection(assembly, catalogue),
      ]);
    return createSession(await openContext(assembly, { network, source }), {
      distros: catalogue.rows.map(summarise),
      select,
      newer: () => findNewerCatalogue({ catalogue: source }, new AbortController().signal),
    });
  };
  return lazySession(catalogue.rows.map(summarise), load, assembly.online);
}

/** The same parts for images in files, without a boot. */
export async function assembleFiles(assembly: Assembly): Promise<FetchContext> {
  const [{ network, source, select }, files] = await Promise.all([
    openSelection(assembly, await openCatalogue(assembly.distros)),
    openLocalFiles(),
  ]);
  const near = defined({ listNear: assembly.listNear });
  return { network, ...files, keyring: { find: source.findKey }, clock, select, ...near };
}

async function openSelection(assembly: Assembly, catalogue: Catalogue) {
  const [{ createSelector }, network] = await Promise.all([
    import('../boot/catalogue/selection.ts'),
    openNetwork(assembly),
  ]);
  const { arch = hostArchitecture(), mirrors = {}, listNear } = assembly;
  const source = preferMirrors(await openCatalogueSource(catalogue, network), mirrors);
  const near = defined({ listNear });
  const select = createSelector({ catalogue: source, network, arch, readLocal, ...near });
  return { network, source, select };
}

/** What a command needs that downloads and does not boot. */
export async function openFetchContext({
  env,
  ca,
  arch = hostArchitecture(),
  peers,
  dht,
}: Parameters<OpenFetchContext>[0]): Promise<FetchContext> {
  const [catalogue, { createSelector }, { createNetwork }, { proxyFromEnvironment }, files] =
    await Promise.all([
      openCatalogue(),
      import('../boot/catalogue/selection.ts'),
      import('../net/network.ts'),
      import('../net/transport-options.ts'),
      openLocalFiles(),
    ]);
  const proxy = proxyFromEnvironment(env);
  const network = createNetwork({ proxy, ...defined({ ca }) });
  const source = await openCatalogueSource(catalogue, network);
  const findNear = nearImages(peers);
  const listNear = nearLists(peers);
  const swarms = openSwarms(network, peers, dht);
  return {
    ...defined({ findNear, listNear, swarms }),
    network,
    ...files,
    keyring: { find: source.findKey },
    clock,
    select: createSelector({
      catalogue: source,
      network,
      arch,
      readLocal,
      ...defined({ listNear }),
    }),
  };
}

/** Files of this machine, without the rest of it. */
export async function openLocalFiles(): Promise<Pick<FileContext, 'machine' | 'files'>> {
  const [{ openFileMedium }, { copyImage }, { imageFiles }] = await Promise.all([
    import('../linux/file-medium.ts'),
    import('../linux/copy-image.ts'),
    import('../storage/image-files.ts'),
  ]);
  return { machine: { openMedium: openFileMedium, copyImage }, files: imageFiles };
}

async function openNetwork({ transport, online }: Assembly): Promise<Network> {
  const [{ createNetwork }, { diagnosingNetwork }] = await Promise.all([
    import('../net/network.ts'),
    import('../net/diagnosing-network.ts'),
  ]);
  let made: { readonly of: TransportOptions; readonly network: Network } | undefined;
  const current = async () => {
    await online();
    const of = transport();
    if (made?.of !== of) {
      const diagnosis = { transport: of, nameServers: readNameServers };
      made = { of, network: diagnosingNetwork(createNetwork(of), diagnosis) };
    }
    return made.network;
  };
  return {
    open: async (urls, signal, onNote) => (await current()).open(urls, signal, onNote),
    fetchSmall: async (urls, options) => (await current()).fetchSmall(urls, options),
    download: async (request) => (await current()).download(request),
  };
}

async function openContext(
  {
    machine,
    inspect,
    keepImage,
    releases,
    networkToHandOn,
    injection,
    findNear,
    listNear,
    peers,
    dht,
    ownFiles,
    onServeProblem,
  }: Assembly,
  { network, source }: { readonly network: Network; readonly source: CatalogueSource },
): Promise<SessionContext> {
  const { inspectImage } = await import('../boot/inspect/inspect-image.ts');
  const swarms = peers && openSwarms(network, peers, dht);
  const keyring = { find: source.findKey };
  const offer: OfferMedium | undefined =
    onServeProblem &&
    (async (image, options) => {
      const [{ createOffering }, { imageFiles: files }] = await Promise.all([
        import('./offer-medium.ts'),
        import('../storage/image-files.ts'),
      ]);
      const near = defined({ listNear });
      const context = { machine, network, keyring, clock, files, ...near };
      await createOffering(context, onServeProblem)(image, options);
    });
  return {
    machine,
    inspect:
      inspect ??
      (async (image, options) =>
        inspectImage(image, { ...options, firmware: (await machine.facts()).firmware })),
    ...defined({
      keepImage,
      releases,
      networkToHandOn,
      injection,
      findNear,
      listNear,
      swarms,
      offer,
      ownFiles,
    }),
    network,
    keyring,
    clock,
  };
}

export const clock = (): Clock => ({ now: new Date(), builtAt });
