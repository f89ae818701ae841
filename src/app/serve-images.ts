import { join } from 'node:path';
import type { ServeTools, ServeWish } from '../cli/serve.ts';
import { defined } from '../core/defined.ts';
import type { NetbootArchitecture } from '../core/netboot/files.ts';
import { createLanReach } from '../discovery/lan-reach.ts';
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
import { type RunningServer, startServer } from '../serve/start-server.ts';
import { openFetchContext } from './assemble.ts';
import { tellNetwork, usualPeerPort } from './tell-network.ts';

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
      ...(wish.dht && { peerReaches: () => true }),
      reaches: createLanReach(),
      ...defined({ boot }),
    });
    const answering = netboot
      ? await startAnswering(server, { folder, architectures, append, wish })
      : undefined;
    const told = tellNetwork(server, wish.images, wish);
    return {
      addresses: ownAddresses().map((host) => `http://${host}:${server.port}/`),
      bytesOut: () => server.tally.bytesOut,
      async stop() {
        await answering?.stop();
        await told.stop();
        await server.stop();
      },
    };
  },
};

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
