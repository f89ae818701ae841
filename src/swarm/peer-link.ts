import { connect, type Socket } from 'node:net';
import { FormatError } from '../errors.ts';
import { encodeMessage } from '../formats/bittorrent/encode-message.ts';
import type { PeerMessage } from '../formats/bittorrent/peer-message.ts';
import {
  createPeerReader,
  encodeHandshake,
  type Handshake,
  type PeerEvent,
} from '../formats/bittorrent/peer-reader.ts';

/** Where a machine may be called. */
export interface PeerAddress {
  readonly address: string;
  readonly port: number;
}

type Sendable = Parameters<typeof encodeMessage>[0];

/** A connection to another machine, after both have greeted. */
export interface PeerLink {
  readonly address: string;
  readonly port: number;
  /** The other machine has called. */
  readonly incoming: boolean;
  /** From which the call was made, at whichever of the two machines. */
  readonly callerPort: number;
  readonly handshake: Handshake;
  send(...messages: readonly Sendable[]): void;
  /** Messages in parts, which are not copied; all of them go at once. Resolves when they may change. */
  sendParts(parts: readonly Uint8Array[]): Promise<void>;
  /** Resolves when what was sent has left, or the connection is gone. */
  drained(): Promise<void>;
  /** Before it, nothing is read. */
  start(handlers: LinkHandlers): void;
  close(): void;
  /** It does not keep the program running any more. */
  unref(): void;
}

export interface LinkHandlers {
  readonly onMessage: (message: PeerMessage) => void;
  /** Once; with a reason, such as "it sends …", if the other machine broke the protocol. */
  readonly onClose: (reason: string | undefined) => void;
}

/** Whom a machine finds here: the name that it is to be answered with, and how many pieces there are. */
export interface Hello {
  readonly peerId: Uint8Array;
  readonly pieces: number;
}

/** Whoever calls may wait for a machine that has much to do; calling again would give it more. */
const answerMs = 20_000;
/** Whoever has called sends its greeting at once. */
const greetingMs = 5_000;
/** A machine that neither sends nor takes anything for that long is gone (BEP 3 has two minutes). */
const idleMs = 150_000;

/** Calls another machine; undefined if it does not answer as it should. */
export function callPeer(
  { address, port }: PeerAddress,
  infoHash: Uint8Array,
  { peerId, pieces }: Hello,
): Promise<PeerLink | undefined> {
  const socket = connect({ host: address, port, noDelay: true });
  socket.once('connect', () => socket.write(encodeHandshake({ infoHash, peerId })));
  const isSame = (handshake: Handshake) =>
    Buffer.compare(handshake.infoHash, infoHash) === 0 ? { peerId, pieces } : undefined;
  return greet(socket, { address, port, incoming: false }, isSame);
}

/** Answers a machine that has called; undefined if nobody here has what it asks for. */
export function answerPeer(
  socket: Socket,
  find: (infoHash: Uint8Array) => Hello | undefined,
): Promise<PeerLink | undefined> {
  const { remoteAddress: address = '', remotePort: port = 0 } = socket;
  return greet(socket, { address, port, incoming: true }, ({ infoHash }) => {
    const hello = find(infoHash);
    if (hello) socket.write(encodeHandshake({ infoHash, peerId: hello.peerId }));
    return hello;
  });
}

function greet(
  socket: Socket,
  who: Pick<PeerLink, 'address' | 'port' | 'incoming'>,
  meet: (handshake: Handshake) => Hello | undefined,
): Promise<PeerLink | undefined> {
  const greeted = Promise.withResolvers<PeerLink | undefined>();
  // In the next turn: what came in while this machine was busy is read first.
  const giveUp = () => {
    if (hello === undefined) socket.destroy();
  };
  const patience = who.incoming ? greetingMs : answerMs;
  // In the next turn: what came in while this machine was busy is read first.
  const late = setTimeout(() => setImmediate(giveUp), patience);
  let hello: Hello | undefined;
  let handlers: LinkHandlers | undefined;
  let broken: string | undefined;
  let ended = false;
  const end = () => {
    if (ended || handlers === undefined) return;
    ended = true;
    handlers.onClose(broken);
  };
  const callerPort = () => (who.incoming ? socket.remotePort : socket.localPort) ?? 0;
  const waiting: PeerMessage[] = [];
  const reader = createPeerReader(() => hello?.pieces ?? 0);
  /** Whatever goes wrong with what one machine sends ends its connection, and nothing else. */
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      broken =
        error instanceof FormatError
          ? `it sends what no peer sends: ${error.reason}`
          : `webboot failed at what it sent: ${error instanceof Error ? error.message : error}`;
      socket.destroy();
    }
  };
  const take = (event: PeerEvent) => {
    if (event.kind !== 'handshake') {
      if (handlers === undefined) waiting.push(event);
      else handlers.onMessage(event);
      return;
    }
    clearTimeout(late);
    hello = meet(event);
    if (hello === undefined) {
      socket.destroy();
      return;
    }
    socket.pause();
    socket.setTimeout(idleMs, () => socket.destroy());
    greeted.resolve(
      createLink(socket, { ...who, callerPort: callerPort(), handshake: event }, (given) => {
        handlers = given;
        guarded(() => {
          for (const message of waiting.splice(0)) given.onMessage(message);
        });
        if (socket.destroyed) end();
        else socket.resume();
      }),
    );
  };
  socket.on('data', (chunk: Buffer) => {
    guarded(() => {
      for (const event of reader.read(chunk)) {
        if (socket.destroyed) return;
        take(event);
      }
    });
  });
  socket.on('error', () => {});
  socket.once('close', () => {
    clearTimeout(late);
    greeted.resolve(undefined);
    end();
  });
  return greeted.promise;
}

function createLink(
  socket: Socket,
  who: Pick<PeerLink, 'address' | 'port' | 'incoming' | 'callerPort' | 'handshake'>,
  start: PeerLink['start'],
): PeerLink {
  return {
    ...who,
    start,
    send(...messages) {
      if (socket.writable) socket.write(Buffer.concat(messages.map(encodeMessage)));
    },
    async sendParts(parts) {
      const [last] = parts.slice(-1);
      if (last === undefined || !socket.writable) return;
      await new Promise<void>((sent) => {
        socket.cork();
        for (const part of parts.slice(0, -1)) socket.write(part);
        // Called as well if the connection is gone.
        socket.write(last, () => sent());
        socket.uncork();
      });
    },
    async drained() {
      if (!socket.writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          socket.off('drain', done);
          socket.off('close', done);
          resolve();
        };
        socket.once('drain', done);
        socket.once('close', done);
      });
    },
    close: () => void socket.destroy(),
    unref: () => void socket.unref(),
  };
}
