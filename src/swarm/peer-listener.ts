import { once } from 'node:events';
import { createServer } from 'node:net';
import { answerPeer, type Hello, type PeerLink } from './peer-link.ts';

/** A port at which machines call for any of several swarms. */
export interface PeerListener {
  readonly port: number;
  /** Machines that call for this info-hash go to `onLink`; the result ends that. */
  offer(infoHash: Uint8Array, hello: Hello, onLink: (link: PeerLink) => void): () => void;
  close(): void;
}

interface Offered {
  readonly hello: Hello;
  readonly onLink: (link: PeerLink) => void;
}

export interface ListenerOptions {
  /** Whether a machine with this address is answered. */
  readonly reaches: (address: string) => boolean;
  /** 0 for one that is free. */
  readonly port?: number;
  readonly connections?: number;
  readonly connectionsPerAddress?: number;
  /** A connection was over a bound, or from beyond the reach. */
  readonly onRefused?: () => void;
}

/** Rejects if it cannot listen on the port. */
export async function openPeerListener({
  reaches,
  port: wanted = 0,
  connections = 256,
  connectionsPerAddress = 16,
  onRefused = () => {},
}: ListenerOptions): Promise<PeerListener> {
  const offered = new Map<string, Offered>();
  const open = new Map<string, number>();
  const server = createServer({ noDelay: true }, (socket) => {
    const { remoteAddress: address = '' } = socket;
    const count = open.get(address) ?? 0;
    if (!reaches(address) || count >= connectionsPerAddress) {
      onRefused();
      socket.destroy();
      return;
    }
    open.set(address, count + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    let found: Offered | undefined;
    answerPeer(socket, (infoHash) => {
      found = offered.get(Buffer.from(infoHash).toString('hex'));
      return found?.hello;
    }).then((link) => {
      if (link) found?.onLink(link);
    });
  });
  server.maxConnections = connections;
  server.on('drop', onRefused);
  server.listen(wanted);
  await once(server, 'listening');
  server.on('error', () => {});
  server.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    offer(infoHash, hello, onLink) {
      const id = Buffer.from(infoHash).toString('hex');
      offered.set(id, { hello, onLink });
      return () => void offered.delete(id);
    },
    close: () => void server.close(),
  };
}
