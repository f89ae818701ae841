import { FormatError } from '../../errors.ts';
import { blockBytes, messageIds, mostBlockBytes, type PeerMessage } from './peer-message.ts';

export interface Handshake {
  readonly infoHash: Uint8Array;
  readonly peerId: Uint8Array;
  /** The fast extension (BEP 6). */
  readonly fast: boolean;
  /** The extension protocol (BEP 10). */
  readonly extended: boolean;
}

export type PeerEvent = ({ readonly kind: 'handshake' } & Handshake) | PeerMessage;

const protocol = Buffer.from('\u0013BitTorrent protocol', 'latin1');
const handshakeBytes = protocol.length + 48;
const reserved = { at: protocol.length, extended: [5, 0x10], fast: [7, 0x04] } as const;
/** Of a message's length, in front of it. */
const lengthBytes = 4;
/** A block with its head. */
const leastRoom = blockBytes + 13;
/** An extension's message, such as a handshake, is smaller than that. */
const mostExtended = 64 * 1024;

export function encodeHandshake({
  infoHash,
  peerId,
}: Pick<Handshake, 'infoHash' | 'peerId'>): Uint8Array {
  const flags = Buffer.alloc(8);
  for (const [byte, bit] of [reserved.extended, reserved.fast]) flags[byte] = bit;
  return Buffer.concat([protocol, flags, infoHash, peerId]);
}

/**
 * Takes a connection's bytes apart as they come, whatever their cuts. It holds no more than one
 * message, and no message is longer than a file of `pieces` pieces needs. Only what is cut is copied.
 * Throws FormatError.
 */
export function createPeerReader(pieces: () => number) {
  const begun = createGathering();
  let passed = 0;
  let greeted = false;
  const lengthOf = (bytes: Uint8Array) =>
    greeted ? messageLength(bytes, pieces(), passed) : greetingLength(bytes);
  const decode = (message: Uint8Array): PeerEvent => {
    const at = passed;
    passed += message.length;
    if (greeted) return decodeMessage(message, at);
    greeted = true;
    return decodeHandshake(message);
  };
  return {
    /** The events that these bytes complete; bytes in them are views that are good until the next event. */
    *read(chunk: Uint8Array): Generator<PeerEvent, void> {
      let bytes = chunk;
      while (begun.length > 0) {
        const wanted = lengthOf(begun.bytes()) ?? lengthBytes;
        bytes = bytes.subarray(begun.add(bytes, wanted));
        if (lengthOf(begun.bytes()) === begun.length) yield decode(begun.take());
        else if (bytes.length === 0) return;
      }
      for (;;) {
        const length = lengthOf(bytes);
        if (length === undefined || bytes.length < length) break;
        const message = bytes.subarray(0, length);
        bytes = bytes.subarray(length);
        yield decode(message);
      }
      begun.add(bytes, bytes.length);
    },
  };
}

/** The bytes of a message that has begun, in room that grows with what has come. */
function createGathering() {
  let room = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    bytes: () => room.subarray(0, length),
    /** Takes what is missing to so many bytes, as far as it is there; gives how much that was. */
    add(bytes: Uint8Array, wanted: number): number {
      const part = bytes.subarray(0, Math.max(0, wanted - length));
      const needed = length + part.length;
      if (needed > room.length) {
        const larger = new Uint8Array(Math.max(needed, leastRoom, room.length * 2));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(part, length);
      length = needed;
      return part.length;
    },
    take(): Uint8Array {
      const whole = room.subarray(0, length);
      length = 0;
      return whole;
    },
  };
}

/** Whatever is no handshake is refused by its first bytes. */
function greetingLength(bytes: Uint8Array): number {
  const begun = bytes.subarray(0, protocol.length);
  if (!protocol.subarray(0, begun.length).equals(begun)) {
    throw new FormatError('peer', 0, 'this is not BitTorrent');
  }
  return handshakeBytes;
}

function decodeHandshake(bytes: Uint8Array): PeerEvent {
  const has = ([byte, bit]: readonly [number, number]) =>
    ((bytes[reserved.at + byte] ?? 0) & bit) !== 0;
  return {
    kind: 'handshake',
    infoHash: bytes.slice(reserved.at + 8, reserved.at + 28),
    peerId: bytes.slice(reserved.at + 28, handshakeBytes),
    fast: has(reserved.fast),
    extended: has(reserved.extended),
  };
}

/** With the four bytes of the length itself; undefined while those are not there. */
function messageLength(bytes: Uint8Array, pieces: number, at: number): number | undefined {
  if (bytes.length < lengthBytes) return undefined;
  const length = view(bytes).getUint32(0);
  const most = Math.max(mostBlockBytes + 9, mostExtended, 1 + Math.ceil(pieces / 8));
  if (length > most) throw new FormatError('peer', at, 'a message is too long');
  return length + lengthBytes;
}

const signals = byId(['choke', 'unchoke', 'interested', 'not-interested', 'have-all', 'have-none']);
const blocks = byId(['request', 'cancel', 'reject']);

function decodeMessage(bytes: Uint8Array, at: number): PeerMessage {
  if (bytes.length === 4) return { kind: 'keep-alive' };
  const id = bytes[4] ?? 0;
  const body = bytes.subarray(5);
  const fields = view(body);
  const fixed = (length: number) => {
    if (body.length === length) return;
    throw new FormatError('peer', at, 'a message has another length than its kind');
  };
  const signal = signals.get(id);
  if (signal !== undefined) {
    fixed(0);
    return { kind: signal };
  }
  const kind = blocks.get(id);
  if (kind !== undefined) {
    fixed(12);
    const [piece, begin, length] = [fields.getUint32(0), fields.getUint32(4), fields.getUint32(8)];
    return { kind, piece, begin, length };
  }
  switch (id) {
    case messageIds.have:
      fixed(4);
      return { kind: 'have', piece: fields.getUint32(0) };
    case messageIds.bitfield:
      return { kind: 'bitfield', bits: body };
    case messageIds.piece: {
      if (body.length < 8) throw new FormatError('peer', at, 'a block has no place');
      const block = body.subarray(8);
      return { kind: 'piece', piece: fields.getUint32(0), begin: fields.getUint32(4), block };
    }
    case messageIds.extended:
      if (body.length < 1) throw new FormatError('peer', at, 'an extension has no number');
      return { kind: 'extended', id: body[0] ?? 0, payload: body.subarray(1) };
    default:
      return { kind: 'other', id };
  }
}

function byId<K extends keyof typeof messageIds>(kinds: readonly K[]): ReadonlyMap<number, K> {
  return new Map(kinds.map((kind) => [messageIds[kind], kind]));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
