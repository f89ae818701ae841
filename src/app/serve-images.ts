import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ServeTools, ServeWish } from '../cli/serve.ts';
import { defined } from '../core/defined.ts';
import { imageId } from '../core/image/image-id.ts';
import type { Digest } from '../core/image/trust.ts';
import type { NetbootArchitecture } from '../core/netboot/files.ts';
import { announce } from '../discovery/announce.ts';
import { createLanReach } from '../discovery/lan-reach.ts';
import { meet } from '../discovery/meet.ts';
import { searchLocally } from '../discovery/search-locally.ts';
import { ownAddresses } from '../http/own-addresses.ts';
import { readRecordedImage } from '../linux/boot-records.ts';
import { hostArchitecture } from '../linux/host-architecture.ts';
import { missingNetbootFiles, requireRootForNetboot, startNetboot } from '../linux/netboot.ts';
import { openOfferFolder, ownImagesFolder } from '../linux/offer-folder.ts';
import { listRepositoryFiles } from '../linux/repository-files.ts';
import {
  type BootFiles,
  bootPath,
  openBootFiles,
  openOwnParts,
  servedGrubMenu,
} from '../serve/boot-files.ts';
import type { Seeding } from '../serve/seed-images.ts';
import { type RunningServer, startServer } from '../serve/start-server.ts';
import { openFetchContext } from './assemble.ts';

/** What `webboot serve` acts through. */
export const serveTools: ServeTools = {
  openContext: openFetchContext,
  openFolder: (path, env) => openOfferFolder(path ?? ownImagesFolder(env)),
  recorded: readRecordedImage,
  requireNetboot: requireRootForNetboot,
  async start({ directory, netboot = false, append = '', signal, ...wish }) {
    const folder = join(directory, 'boot');
    const boot =
      (await openBootFiles(folder, { append, signal })) ?? (await openRecorded(wish, append));
    if (netboot && boot === undefined) throw missingNetbootFiles(folder);
    const architectures = boot?.architectures ?? [];
    const catalogue = await listRepositoryFiles(join(directory, 'catalogue'));
    const server = await startServer({
      ...wish,
      catalogue,
      peerPort: usualPeerPort,
      reaches: createLanReach(),
      ...defined({ boot }),
    });
    const answering = netboot
      ? await startAnswering(server, { folder, architectures, append, wish })
      : undefined;
    const digests = wish.images.flatMap((image) => image.digests);
    const announcement = announce({ hostName: hostname(), port: server.port, digests });
    const leaving = new AbortController();
    meetPeers(server.seeding, digests, leaving.signal);
    return {
      addresses: ownAddresses().map((host) => `http://${host}:${server.port}/`),
      bytesOut: () => server.tally.bytesOut,
      async stop() {
        leaving.abort();
        await answering?.stop();
        await announcement.stop();
        await server.stop();
      },
    };
  },
};

/** What programs listen at that speak BitTorrent, and what firewalls know them by. */
const usualPeerPort = 6881;

/** Lets webboot's machines, and other programs of this network, find what is given by BitTorrent. */
async function meetPeers(
  { port, torrent }: Seeding,
  digests: readonly Digest[],
  signal: AbortSignal,
): Promise<void> {
  if (digests.length === 0) return;
  meet({ digests, port, signal });
  const torrents = (await Promise.all(digests.map((digest) => torrent(imageId(digest))))).flatMap(
    (one) => one ?? [],
  );
  searchLocally({
    infoHashes: torrents.map(({ infoHash }) => infoHash),
    port,
    signal,
    onFound: (found, infoHash) => torrents.find((one) => one.infoHash === infoHash)?.call(found),
  });
}

/** From the device of one of the images, if a boot has left webboot's own files there. */
async function openRecorded(
  { images }: Pick<ServeWish, 'images'>,
  append: string,
): Promise<BootFiles | undefined> {
  for (const { path } of images) {
    const own = (await readRecordedImage(path))?.own;
    if (own === undefined) continue;
    // webboot's kernel is the 64-bit one, whatever Node is.
    const arch = hostArchitecture() === 'aarch64' ? 'aarch64' : 'x86_64';
    return openOwnParts(path, own, { arch, append });
  }
  return undefined;
}

async function startAnswering(
  server: RunningServer,
  {
    folder,
    architectures,
    append,
    wish: { onNote, onProblem },
  }: {
    readonly folder: string;
    readonly architectures: readonly NetbootArchitecture[];
    readonly append: string;
    readonly wish: Pick<ServeWish, 'onNote' | 'onProblem'>;
  },
) {
  const { port } = server;
  const grubMenu = servedGrubMenu(append, port);
  try {
    const answers = { folder, architectures, grubMenu, port, path: bootPath };
    return await startNetboot({ ...answers, onNote, onProblem });
  } catch (error) {
    await server.stop();
    throw error;
  }
}
