import { once } from 'node:events';
import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebbootError } from '../errors.ts';

/** Bounds of a server that anybody on the network can connect to. */
export interface HttpLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** From the connection, or the end of the answer before, to the last byte of the request. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** Whoever neither asks nor takes for so long is gone. */
  readonly idleMs: number;
  /** What is under way at the end has this long to come to its own. */
  readonly graceMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

/** What to make a server with, before its bounds are set. */
export function httpOptions({ requestMs, keepAliveMs, checkMs }: HttpLimits): ServerOptions {
  return {
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: 8 * 1024,
    noDelay: true,
  };
}

export interface Bounds {
  readonly limits: HttpLimits;
  /** Whether a client with this address is answered. */
  readonly reaches: (address: string) => boolean;
  /** Whether a client with this address gets in when all others fill the server. */
  readonly favours?: (address: string) => boolean;
  /** A connection was over a bound, or from beyond the reach. */
  readonly onRefused?: () => void;
}

export function boundConnections(
  server: Server,
  { limits, reaches, favours = () => false, onRefused }: Bounds,
): void {
  // Room for one client more, if it is the favoured one.
  server.maxConnections = limits.connections + limits.connectionsPerAddress;
  server.timeout = limits.idleMs;
  const open = new Map<string, number>();
  let total = 0;
  server.on('drop', () => onRefused?.());
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket;
    const count = open.get(address ?? '') ?? 0;
    const full = total >= limits.connections && !favours(address ?? '');
    const over = full || count >= limits.connectionsPerAddress;
    if (address === undefined || !reaches(address) || over) {
      onRefused?.();
      socket.destroy();
      return;
    }
    open.set(address, count + 1);
    total += 1;
    socket.once('close', () => {
      total -= 1;
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
}

/** Resolves to the port; 0 asks for one that is free. Throws WebbootError `usage`. */
export async function listen(server: Server, port: number, remedy: string): Promise<number> {
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new WebbootError('usage', `Port ${port} cannot be listened on.`, {
      subject: String(port),
      remedy,
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
}

export async function endServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(late);
}
