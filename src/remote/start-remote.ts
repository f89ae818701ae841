import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  boundConnections,
  endServer,
  type HttpLimits,
  httpOptions,
  listen,
} from '../http/bounded-server.ts';
import { type Answering, answerPage } from './answer.ts';
import type { OwnCertificate } from './certificate.ts';

export interface RemoteLimits extends HttpLimits {
  readonly heartbeatMs: number;
  readonly patienceMs: number;
}

export const defaultRemoteLimits: RemoteLimits = {
  connections: 256,
  connectionsPerAddress: 16,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  idleMs: 60_000,
  graceMs: 500,
  checkMs: 2_000,
  heartbeatMs: 15_000,
  patienceMs: 20_000,
};

export interface RemoteServerOptions extends Omit<Answering, 'streams'> {
  /** Absent: HTTP without encryption. */
  readonly certificate: OwnCertificate | undefined;
  readonly port: number;
  readonly reaches: (address: string) => boolean;
  readonly limits: RemoteLimits;
  /** Whether a client with this address is the browser that has the menu. */
  readonly favours: (address: string) => boolean;
  readonly onProblem: (text: string) => void;
}

export interface RunningRemote {
  readonly port: number;
  stop(): Promise<void>;
}

const portRemedy = 'Is another program using it? webboot serve takes other ports.';

/** Serves the page. Throws WebbootError `usage` for a port that is taken. */
export async function startRemote(options: RemoteServerOptions): Promise<RunningRemote> {
  const { certificate, limits, reaches, favours, onProblem } = options;
  const handle = (request: IncomingMessage, answer: ServerResponse) => {
    answerPage(request, answer, { ...options, streams: limits }).catch((error: Error) => {
      const gone = answer.destroyed;
      answer.destroy();
      if (!gone) onProblem(error.message);
    });
  };
  const server: Server = certificate
    ? createTlsServer(
        {
          ...httpOptions(limits),
          key: certificate.key,
          cert: certificate.cert,
          minVersion: 'TLSv1.2',
          handshakeTimeout: limits.requestMs,
        },
        handle,
      )
    : createServer(httpOptions(limits), handle);
  boundConnections(server, { limits, reaches, favours });
  const port = await listen(server, options.port, portRemedy);
  return { port, stop: () => endServer(server, limits.graceMs) };
}
