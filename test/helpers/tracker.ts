import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { encodeBencode } from '../../src/formats/bittorrent/bencode.ts';

export interface Tracker extends AsyncDisposable {
  /** By HTTP, and by UDP. */
  readonly url: string;
  readonly udpUrl: string;
  /** Ports on this machine at which programs can be called. */
  readonly ports: ReadonlySet<number>;
  /** What it was told: "started", "stopped", "" in between. */
  readonly events: readonly string[];
  add(port: number): void;
}

const eventNames = ['', 'completed', 'started', 'stopped'];

/** Tells programs of each other, all on this machine (BEP 3, 15, 23). */
export async function startTracker(): Promise<Tracker> {
  const ports = new Set<number>();
  const events: string[] = [];
  const peers = () =>
    Buffer.concat([...ports].map((port) => Buffer.from([127, 0, 0, 1, port >> 8, port & 255])));
  const note = (event: string, port: number) => {
    events.push(event);
    const known = peers();
    ports.add(port);
    return known;
  };
  const server = createServer((request, answer) => {
    const { searchParams } = new URL(request.url ?? '', 'http://tracker');
    const known = note(searchParams.get('event') ?? '', Number(searchParams.get('port')));
    answer.end(encodeBencode({ interval: 2, 'min interval': 1, peers: known }));
  });
  const socket = createSocket('udp4');
  const connection = Buffer.from('connectd');
  socket.on('message', (packet, { port, address }) => {
    const transaction = packet.subarray(12, 16);
    if (packet.readUInt32BE(8) === 0) {
      const answer = Buffer.concat([Buffer.alloc(4), transaction, connection]);
      socket.send(answer, port, address);
    } else if (packet.subarray(0, 8).equals(connection)) {
      const known = note(eventNames[packet.readUInt32BE(80)] ?? '', packet.readUInt16BE(96));
      const head = Buffer.alloc(20);
      head.writeUInt32BE(1, 0);
      head.set(transaction, 4);
      head.writeUInt32BE(1_800, 8);
      socket.send(Buffer.concat([head, known]), port, address);
    }
  });
  server.listen(0, '127.0.0.1');
  socket.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/announce`,
    udpUrl: `udp://127.0.0.1:${socket.address().port}`,
    ports,
    events,
    add: (known) => void ports.add(known),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      socket.close();
    },
  };
}
