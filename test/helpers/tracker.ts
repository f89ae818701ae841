import { once } from 'node:events';
import { createServer } from 'node:http';
import { encodeBencode } from '../../src/formats/bittorrent/bencode.ts';

export interface Tracker extends AsyncDisposable {
  readonly url: string;
  /** Ports on this machine at which programs can be called. */
  readonly ports: ReadonlySet<number>;
  add(port: number): void;
}

/** Tells programs of each other, all on this machine (BEP 3, 23). */
export async function startTracker(): Promise<Tracker> {
  const ports = new Set<number>();
  const server = createServer((request, answer) => {
    const { searchParams } = new URL(request.url ?? '', 'http://tracker');
    const peers = Buffer.concat(
      [...ports].map((port) => Buffer.from([127, 0, 0, 1, port >> 8, port & 255])),
    );
    ports.add(Number(searchParams.get('port')));
    answer.end(encodeBencode({ interval: 2, 'min interval': 1, peers }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/announce`,
    ports,
    add: (known) => void ports.add(known),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
