import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ServeTools, ServeWish } from '../cli/serve.ts';
import { defined } from '../core/defined.ts';
import { announce } from '../discovery/announce.ts';
import { createLanReach } from '../discovery/lan-reach.ts';
import { ownAddresses } from '../http/own-addresses.ts';
import { readRecordedImage } from '../linux/boot-records.ts';
import { missingNetbootFiles, requireRootForNetboot, startNetboot } from '../linux/netboot.ts';
import { openOfferFolder, ownImagesFolder } from '../linux/offer-folder.ts';
import { listRepositoryFiles } from '../linux/repository-files.ts';
import { bootPath, openBootFiles, servedGrubMenu } from '../serve/boot-files.ts';
import { type RunningServer, startServer } from '../serve/start-server.ts';
import { openFetchContext } from './assemble.ts';

/** What `webboot serve` acts through. */
export const serveTools: ServeTools = {
  openContext: openFetchContext,
  openFolder: (path, env) => openOfferFolder(path ?? ownImagesFolder(env)),
  recorded: readRecordedImage,
  requireNetboot: requireRootForNetboot,
  async start({ directory, netboot, signal, ...wish }) {
    const folder = join(directory, 'boot');
    const append = netboot?.append ?? '';
    const boot = await openBootFiles(folder, { append, signal });
    if (netboot !== undefined && boot === undefined) throw missingNetbootFiles(folder);
    const catalogue = await listRepositoryFiles(join(directory, 'catalogue'));
    const server = await startServer({
      ...wish,
      catalogue,
      reaches: createLanReach(),
      ...defined({ boot }),
    });
    const answering = netboot && (await startAnswering(server, { folder, append, wish }));
    const announcement = announce({
      hostName: hostname(),
      port: server.port,
      digests: wish.images.flatMap(({ digests }) => digests),
    });
    return {
      addresses: ownAddresses().map((host) => `http://${host}:${server.port}/`),
      bytesOut: () => server.tally.bytesOut,
      async stop() {
        await answering?.stop();
        await announcement.stop();
        await server.stop();
      },
    };
  },
};

async function startAnswering(
  server: RunningServer,
  {
    folder,
    append,
    wish: { onNote, onProblem },
  }: {
    readonly folder: string;
    readonly append: string;
    readonly wish: Pick<ServeWish, 'onNote' | 'onProblem'>;
  },
) {
  const { port } = server;
  const grubMenu = servedGrubMenu(append, port);
  try {
    return await startNetboot({ folder, grubMenu, port, path: bootPath, onNote, onProblem });
  } catch (error) {
    await server.stop();
    throw error;
  }
}
