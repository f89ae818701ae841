import { FormatError } from '../../errors.ts';
import { type Bencode, decodeBencode, entryOf } from './bencode.ts';

/** What a machine tells a tracker of itself. */
export interface Announce {
  /** 20 bytes each. */
  readonly infoHash: Uint8Array;
  readonly peerId: Uint8Array;
  readonly port: number;
  /** Bytes that it still misses. */
  readonly left: number;
  readonly event: 'started' | 'stopped' | undefined;
}

export interface TrackerAnswer {
  /** Seconds until it wants to be asked again. */
  readonly interval: number;
  readonly peers: readonly { readonly address: string; readonly port: number }[];
}

const mostPeers = 200;
const intervals = { least: 60, most: 3600 };
/** Asked for; a tracker may give fewer. */
const wantedPeers = 80;

/** The address of an announcement by HTTP (BEP 3, 23): the tracker's own query stays in front. */
export function announceUrl(tracker: string, announce: Announce): string {
  const { infoHash, peerId, port, left, event } = announce;
  const query = [
    `info_hash=${percent(infoHash)}`,
    `peer_id=${percent(peerId)}`,
    `port=${port}&uploaded=0&downloaded=0&left=${left}&compact=1&numwant=${wantedPeers}`,
    ...(event === undefined ? [] : [`event=${event}`]),
  ];
  const url = new URL(tracker);
  url.hash = '';
  return `${url.href}${url.search === '' ? '?' : '&'}${query.join('&')}`;
}

/** A tracker's answer by HTTP: compact, for IPv6 too (BEP 7), or a list (BEP 3). Throws FormatError. */
export function parseHttpAnswer(bytes: Uint8Array): TrackerAnswer {
  const root = decodeBencode(bytes);
  if (entryOf(root, 'failure reason') !== undefined) throw fail('it refuses');
  const peers = entryOf(root, 'peers');
  const six = entryOf(root, 'peers6');
  const found = [
    ...(peers instanceof Uint8Array ? compact(peers, 4) : listed(peers)),
    ...(six instanceof Uint8Array ? compact(six, 16) : []),
  ];
  return { interval: within(entryOf(root, 'interval')), peers: found.slice(0, mostPeers) };
}

const protocolId = 0x41727101980n;
const actions = { connect: 0, announce: 1 } as const;
const events = { started: 2, stopped: 3 } as const;

/** The first packet by UDP (BEP 15); `transaction` is a 32-bit number that the answer repeats. */
export function encodeConnect(transaction: number): Uint8Array {
  const packet = Buffer.alloc(16);
  packet.writeBigUInt64BE(protocolId);
  packet.writeUInt32BE(actions.connect, 8);
  packet.writeUInt32BE(transaction, 12);
  return packet;
}

/** The connection's id, 8 bytes; undefined for any other packet. */
export function parseConnect(packet: Uint8Array, transaction: number): Uint8Array | undefined {
  return isAnswer(packet, actions.connect, transaction, 16) ? packet.slice(8, 16) : undefined;
}

export function encodeAnnounce(
  { infoHash, peerId, port, left, event }: Announce,
  { connection, transaction }: { readonly connection: Uint8Array; readonly transaction: number },
): Uint8Array {
  const packet = Buffer.alloc(98);
  packet.set(connection, 0);
  packet.writeUInt32BE(actions.announce, 8);
  packet.writeUInt32BE(transaction, 12);
  packet.set(infoHash, 16);
  packet.set(peerId, 36);
  packet.writeBigUInt64BE(BigInt(left), 64);
  packet.writeUInt32BE(event === undefined ? 0 : events[event], 80);
  // The number is that of this machine only: who asks twice counts once.
  packet.set(peerId.subarray(16, 20), 88);
  packet.writeInt32BE(wantedPeers, 92);
  packet.writeUInt16BE(port, 96);
  return packet;
}

/** Undefined for any packet that is no answer to this announcement. */
export function parseAnnounce(packet: Uint8Array, transaction: number): TrackerAnswer | undefined {
  if (!isAnswer(packet, actions.announce, transaction, 20)) return undefined;
  const interval = within(Buffer.from(packet).readUInt32BE(8));
  return { interval, peers: compact(packet.subarray(20), 4).slice(0, mostPeers) };
}

function isAnswer(packet: Uint8Array, action: number, transaction: number, least: number) {
  if (packet.length < least) return false;
  const fields = Buffer.from(packet.buffer, packet.byteOffset, 8);
  return fields.readUInt32BE(0) === action && fields.readUInt32BE(4) === transaction;
}

/** Addresses of 4 or 16 bytes, each with a port; a rest that is no address is left out. */
function compact(bytes: Uint8Array, addressBytes: 4 | 16): TrackerAnswer['peers'] {
  const step = addressBytes + 2;
  const count = Math.min(mostPeers, Math.floor(bytes.length / step));
  return Array.from({ length: count }, (_, at) => {
    const part = Buffer.from(bytes.subarray(at * step, (at + 1) * step));
    const port = part.readUInt16BE(addressBytes);
    const address =
      addressBytes === 4
        ? [...part.subarray(0, 4)].join('.')
        : Array.from({ length: 8 }, (_, word) => part.readUInt16BE(word * 2).toString(16)).join(
            ':',
          );
    return { address, port };
  }).filter(({ port }) => port > 0);
}

/** Names are not looked up: only addresses count. */
function listed(peers: Bencode | undefined): TrackerAnswer['peers'] {
  if (!Array.isArray(peers)) return [];
  return peers.slice(0, mostPeers).flatMap((peer: Bencode) => {
    const ip = entryOf(peer, 'ip');
    const port = entryOf(peer, 'port');
    const address = ip instanceof Uint8Array ? Buffer.from(ip.subarray(0, 45)).toString() : '';
    const isAddress =
      /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) ||
      (address.includes(':') && /^[0-9a-f:.]+$/i.test(address));
    const isPort = typeof port === 'number' && port > 0 && port < 65_536;
    return isAddress && isPort ? [{ address, port }] : [];
  });
}

function within(interval: Bencode | undefined): number {
  const wanted = typeof interval === 'number' ? interval : intervals.most / 2;
  return Math.max(intervals.least, Math.min(intervals.most, wanted));
}

function percent(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function fail(reason: string): FormatError {
  return new FormatError('tracker', 0, reason);
}
