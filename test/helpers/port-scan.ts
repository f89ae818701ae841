import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeUdpPort } from './free-port.ts';
import { checksum } from './internet-checksum.ts';

/** A second machine on the guest's network, which knocks at its ports as a stranger does: no root needed. */
export interface PortScanner {
  /** QEMU's arguments for a card whose wire ends here. */
  readonly arguments: readonly string[];
  /** The setting of the same name that the guest needs: nobody gives it an address. */
  readonly ip: string;
  /** All TCP ports that take connections. Rejects if some do not answer at all: nothing would be known of them. */
  scan(): Promise<readonly number[]>;
  close(): void;
}

/** The card is QEMU's first, which has this address by default. */
const guest = { mac: '525400123456', address: [10, 0, 2, 15] } as const;
const own = { mac: '020000000099', address: [10, 0, 2, 99] } as const;
const ownPort = 40_000;
const lastPort = 65_535;

const types = { ipv4: 0x0800, arp: 0x0806 } as const;
const flags = { syn: 0x02, answer: 0x12 } as const;

/** What an emulated card takes at once. */
const batch = 100;
const batchMs = 20;
/** Passes that reach no further port, until it counts as silent. */
const idlePasses = 3;
const settleMs = 1_000;

export async function createPortScanner(): Promise<PortScanner> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const here = socket.address().port;
  const there = await freeUdpPort();
  const open = new Set<number>();
  const waiting = new Set<number>();
  const send = (frame: Buffer) => socket.send(frame, there, '127.0.0.1');

  socket.on('error', () => {});
  socket.on('message', (frame) => {
    const type = frame.length < 14 ? 0 : frame.readUInt16BE(12);
    if (type === types.arp && isForUs(frame, 38)) send(arpAnswer(frame));
    if (type !== types.ipv4 || !isForUs(frame, 30) || frame[23] !== 6) return;
    const tcp = frame.subarray(14 + ((frame[14] ?? 0) & 15) * 4);
    const from = tcp.readUInt16BE(0);
    waiting.delete(from);
    if (((tcp[13] ?? 0) & flags.answer) === flags.answer) open.add(from);
  });

  return {
    arguments: [
      ...['-netdev', wireBetween(there, here)],
      ...['-device', 'virtio-net-pci,netdev=wire,romfile='],
    ],
    ip: `${guest.address.join('.')}::${own.address.join('.')}:255.255.255.0::eth0:off`,
    async scan() {
      open.clear();
      for (let port = 1; port <= lastPort; port += 1) waiting.add(port);
      for (let idle = 0; idle < idlePasses && waiting.size > 0; ) {
        const before = waiting.size;
        await knock([...waiting], (port) => send(knockAt(port)));
        await sleep(settleMs);
        idle = waiting.size === before ? idle + 1 : 0;
      }
      if (waiting.size > 0) throw new Error(`${waiting.size} ports did not answer`);
      return [...open].toSorted((a, b) => a - b);
    },
    close: () => socket.close(),
  };
}

function wireBetween(local: number, remote: number): string {
  const at = (side: string, port: number) =>
    `${side}.type=inet,${side}.host=127.0.0.1,${side}.port=${port}`;
  return `dgram,id=wire,${at('local', local)},${at('remote', remote)}`;
}

async function knock(ports: readonly number[], at: (port: number) => void): Promise<void> {
  for (let first = 0; first < ports.length; first += batch) {
    for (const port of ports.slice(first, first + batch)) at(port);
    await sleep(batchMs);
  }
}

function isForUs(frame: Buffer, offset: number): boolean {
  return own.address.every((byte, index) => frame[offset + index] === byte);
}

function ethernet(type: number, payload: Buffer): Buffer {
  const head = Buffer.from(`${guest.mac}${own.mac}0000`, 'hex');
  head.writeUInt16BE(type, 12);
  return Buffer.concat([head, payload]);
}

/** RFC 826. */
function arpAnswer(question: Buffer): Buffer {
  const head = Buffer.from(`0001080006040002${own.mac}`, 'hex');
  return ethernet(
    types.arp,
    Buffer.concat([head, Buffer.from(own.address), question.subarray(22, 32)]),
  );
}

/** A SYN (RFC 9293) in a datagram (RFC 791). */
function knockAt(port: number): Buffer {
  const addresses = Buffer.from([...own.address, ...guest.address]);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(ownPort, 0);
  tcp.writeUInt16BE(port, 2);
  tcp.writeUInt32BE(port, 4);
  tcp[12] = 5 << 4;
  tcp[13] = flags.syn;
  tcp.writeUInt16BE(1024, 14);
  const pseudo = Buffer.concat([addresses, Buffer.from([0, 6, 0, tcp.length])]);
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp])), 16);
  const ip = Buffer.concat([Buffer.from('450000280000000040060000', 'hex'), addresses]);
  ip.writeUInt16BE(checksum(ip), 10);
  return ethernet(types.ipv4, Buffer.concat([ip, tcp]));
}
