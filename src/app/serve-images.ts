import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ServeTools } from '../cli/serve.ts';
import { announce } from '../discovery/announce.ts';
import { createLanReach } from '../discovery/lan-reach.ts';
import { openOfferFolder, ownImagesFolder } from '../linux/offer-folder.ts';
import { listRepositoryFiles } from '../linux/repository-files.ts';
import { ownAddresses } from '../serve/own-addresses.ts';
import { startServer } from '../serve/start-server.ts';
import { openFetchContext } from './assemble.ts';

/** What `webboot serve` acts through. */
export const serveTools: ServeTools = {
  openContext: openFetchContext,
  openFolder: (path, env) => openOfferFolder(path ?? ownImagesFolder(env)),
  async start({ directory, ...wish }) {
    const catalogue = await listRepositoryFiles(join(directory, 'catalogue'));
    const server = await startServer({ ...wish, catalogue, reaches: createLanReach() });
    const announcement = announce({
      hostName: hostname(),
      port: server.port,
      digests: wish.images.flatMap(({ digests }) => digests),
    });
    return {
      addresses: ownAddresses().map((host) => `http://${host}:${server.port}/`),
      bytesOut: () => server.tally.bytesOut,
      async stop() {
        await announcement.stop();
        await server.stop();
      },
    };
  },
};
