import { createServer } from 'node:http';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { defined } from '../core/defined.ts';
import { boundConnections, endServer, httpOptions, listen } from '../http/bounded-server.ts';
import { answerRequest } from './answer.ts';
import { type BootFiles, closeBootFiles } from './boot-files.ts';
import { defaultServeLimits, type ServeLimits } from './limits.ts';
import { type Offered, openOffered } from './offered.ts';
import { createRateLimit, unlimited } from './rate-limit.ts';
import { type CatalogueFiles, createResources } from './resources.ts';
import { type Seeding, seedImages } from './seed-images.ts';
import { createTally, type Tally } from './tally.ts';

export interface ServeOptions {
  readonly images: readonly VerifiedFile[];
  readonly catalogue?: CatalogueFiles;
  /** Closed with the server. */
  readonly boot?: BootFiles;
  /** 0 for one that is free. */
  readonly port: number;
  /** Where machines call that speak BitTorrent; another one if it is taken. */
  readonly peerPort?: number;
  /** Of all clients together; absent for as fast as it goes. */
  readonly bytesPerSecond?: number;
  /** Whether a client with this address is answered. */
  readonly reaches: (address: string) => boolean;
  /** The same by BitTorrent, if it is another. */
  readonly peerReaches?: (address: string) => boolean;
  readonly limits?: Partial<ServeLimits>;
  /** Fires when a client has had so many milliseconds; by the clock if absent. */
  readonly patience?: (ms: number) => AbortSignal;
  /** Takes what went wrong with an answer, a sentence each. */
  readonly onProblem: (text: string) => void;
}

export interface RunningServer {
  readonly port: number;
  readonly tally: Tally;
  readonly seeding: Seeding;
  /** Lets what is under way come to its end, for `graceMs`. */
  stop(): Promise<void>;
}

const portRemedy = 'Is another program using it? Choose another one with --port.';

/** Offers verified images over HTTP/1.1 and by BitTorrent. Throws WebbootError `usage` for a port that is taken, and `file-changed`. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const limits = { ...defaultServeLimits, ...options.limits };
  const images: Offered[] = [];
  const tally = createTally();
  const { boot } = options;
  let seeding: Seeding | undefined;
  const closeFiles = async () => {
    seeding?.stop();
    await Promise.all(images.map((image) => image.close()));
    if (boot !== undefined) await closeBootFiles(boot);
  };
  try {
    for (const file of options.images) images.push(await openOffered(file));
    const { bytesPerSecond, catalogue = new Map(), onProblem } = options;
    const { patience = AbortSignal.timeout } = options;
    const rate = bytesPerSecond === undefined ? unlimited : createRateLimit(bytesPerSecond);
    const { reaches, peerPort = 0 } = options;
    const seeds = await seedImages(images, {
      ...{ limits, rate, tally, onProblem },
      port: peerPort,
      reaches: options.peerReaches ?? reaches,
    });
    seeding = seeds;
    const server = createServer(httpOptions(limits), (request, answer) => {
      const sending = { limits, patience, rate, tally };
      answerRequest(request, answer, { resources, ...sending }).catch((error: Error) => {
        answer.destroy();
        onProblem(error.message);
      });
    });
    const resources = createResources(
      { images, catalogue, torrent: seeds.torrent, ...defined({ boot }) },
      tally,
    );
    boundConnections(server, {
      limits,
      reaches,
      onRefused: tally.refusedConnection,
    });
    const port = await listen(server, options.port, portRemedy);
    return {
      port,
      tally,
      seeding: seeds,
      async stop() {
        await endServer(server, limits.graceMs);
        await closeFiles();
      },
    };
  } catch (error) {
    await closeFiles();
    throw error;
  }
}
