import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { defined } from '../core/defined.ts';
import { WebbootError } from '../errors.ts';
import { answerRequest } from './answer.ts';
import { type BootFiles, closeBootFiles } from './boot-files.ts';
import { defaultServeLimits, type ServeLimits } from './limits.ts';
import { type Offered, openOffered } from './offered.ts';
import { createRateLimit, unlimited } from './rate-limit.ts';
import { type CatalogueFiles, createResources } from './resources.ts';
import { createTally, type Tally } from './tally.ts';

export interface ServeOptions {
  readonly images: readonly VerifiedFile[];
  readonly catalogue?: CatalogueFiles;
  /** Closed with the server. */
  readonly boot?: BootFiles;
  /** 0 for one that is free. */
  readonly port: number;
  /** Of all clients together; absent for as fast as it goes. */
  readonly bytesPerSecond?: number;
  /** Whether a client with this address is answered. */
  readonly reaches: (address: string) => boolean;
  readonly limits?: Partial<ServeLimits>;
  /** Takes what went wrong with an answer, a sentence each. */
  readonly onProblem: (text: string) => void;
}

export interface RunningServer {
  readonly port: number;
  readonly tally: Tally;
  /** Lets what is under way come to its end, for `graceMs`. */
  stop(): Promise<void>;
}

/** Offers verified images over HTTP/1.1. Throws WebbootError `usage` for a port that is taken, and `file-changed`. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const limits = { ...defaultServeLimits, ...options.limits };
  const images: Offered[] = [];
  const tally = createTally();
  const { boot } = options;
  const closeFiles = async () => {
    await Promise.all(images.map((image) => image.close()));
    if (boot !== undefined) await closeBootFiles(boot);
  };
  try {
    for (const file of options.images) images.push(await openOffered(file));
    const { bytesPerSecond, catalogue = new Map(), onProblem } = options;
    const rate = bytesPerSecond === undefined ? unlimited : createRateLimit(bytesPerSecond);
    const server = createServer(httpOptions(limits), (request, answer) => {
      answerRequest(request, answer, { resources, limits, rate, tally }).catch((error: Error) => {
        answer.destroy();
        onProblem(error.message);
      });
    });
    const port = () => (server.address() as AddressInfo).port;
    const resources = createResources({ images, catalogue, port, ...defined({ boot }) }, tally);
    boundConnections(server, limits, options.reaches, tally);
    await listen(server, options.port);
    return {
      port: port(),
      tally,
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

function httpOptions({ requestMs, keepAliveMs, checkMs }: ServeLimits) {
  return {
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: 8 * 1024,
    noDelay: true,
  };
}

function boundConnections(
  server: Server,
  limits: ServeLimits,
  reaches: ServeOptions['reaches'],
  tally: Tally,
): void {
  server.maxConnections = limits.connections;
  // Whoever neither asks nor takes is gone after this.
  server.timeout = limits.chunkMs * 2;
  const open = new Map<string, number>();
  server.on('drop', () => tally.refusedConnection());
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket;
    const count = open.get(address ?? '') ?? 0;
    if (address === undefined || !reaches(address) || count >= limits.connectionsPerAddress) {
      tally.refusedConnection();
      socket.destroy();
      return;
    }
    open.set(address, count + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new WebbootError('usage', `Port ${port} cannot be listened on.`, {
      subject: String(port),
      remedy: 'Is another program using it? Choose another one with --port.',
      cause,
    });
  }
}

async function endServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(late);
}
