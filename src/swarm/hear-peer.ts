import { FormatError } from '../errors.ts';
import { claimsExtension, decodeClaims, encodeClaims } from '../formats/bittorrent/claims.ts';
import {
  decodeExtensionHandshake,
  type ExtensionHandshake,
} from '../formats/bittorrent/extension-handshake.ts';
import type { BlockRequest, PeerMessage } from '../formats/bittorrent/peer-message.ts';
import { piecesIn } from './bit-set.ts';
import type { HolderCount } from './count-holders.ts';
import type { PieceBoard } from './piece-board.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/** What a download does with what other machines send. */
export interface NodeDownload {
  onUsable(peer: SwarmPeer): void;
  onBlock(peer: SwarmPeer, piece: number, begin: number, block: Uint8Array): void;
  onReject(peer: SwarmPeer, request: BlockRequest): void;
  /** Of a machine that is gone, or does not answer any more. */
  release(peer: SwarmPeer): void;
}

/** What machines of webboot tell each other of the pieces that they are fetching from the origin. */
export interface PeerClaims {
  own(): readonly number[];
  hear(peer: SwarmPeer, pieces: readonly number[]): void;
}

export interface Hearing {
  readonly board: PieceBoard;
  readonly holders: HolderCount;
  readonly download: NodeDownload | undefined;
  readonly claims: PeerClaims | undefined;
  /** Everything is here. */
  readonly isDone: () => boolean;
  /** A machine broke the protocol: a reason, such as "it sends …". */
  readonly onBroken: (peer: SwarmPeer, why: string) => void;
}

/** Each of these costs as many steps as the file has pieces. */
const recounting: ReadonlySet<PeerMessage['kind']> = new Set([
  ...(['choke', 'unchoke', 'bitfield', 'have-all'] as const),
]);
/** Programs choke and unchoke every ten seconds: nearly three hours. */
const mostRecounts = 1_000;
/** 2 MiB on their way from one machine. */
const mostDepth = 128;

/** Takes what other machines say, message by message. */
export function hearPeers({
  board,
  holders,
  download,
  claims,
  isDone,
  onBroken,
}: Hearing): (peer: SwarmPeer, message: PeerMessage) => void {
  const { pieces } = board.geometry;

  const want = (peer: SwarmPeer) => {
    if (isDone() || peer.interesting || peer.pieces.count === 0) return;
    peer.interesting = true;
    peer.link.send({ kind: 'interested' });
  };

  const onHave = (peer: SwarmPeer, piece: number) => {
    if (piece >= pieces) return onBroken(peer, 'it names a piece that does not exist');
    if (!peer.pieces.add(piece)) return;
    if (board.spread(piece) === 0 && board.isWanted(piece)) peer.lastFresh = performance.now();
    holders.add(peer, piece);
    want(peer);
    if (board.isWanted(piece)) download?.onUsable(peer);
  };

  const onAll = (peer: SwarmPeer, found: Iterable<number>) => {
    holders.addAll(peer, found);
    want(peer);
  };

  const onExtensions = (peer: SwarmPeer, payload: Uint8Array) => {
    const { queue, claimsId } = readExtensions(payload) ?? {};
    if (queue !== undefined) peer.depth = Math.min(queue, mostDepth);
    if (claimsId === undefined || claims === undefined || peer.claimsId !== undefined) return;
    peer.claimsId = claimsId;
    const own = claims.own();
    if (own.length > 0) tellClaims(peer, own);
  };

  return (peer, message) => {
    if (recounting.has(message.kind)) {
      peer.recounts += 1;
      if (peer.recounts > mostRecounts)
        return onBroken(peer, 'it takes back what it says, over and over');
    }
    switch (message.kind) {
      case 'choke':
        peer.choking = true;
        holders.update(peer);
        return download?.release(peer);
      case 'unchoke':
        peer.choking = false;
        return holders.update(peer);
      case 'interested':
        peer.interested = true;
        // Once: an answer to each of them would gather here if it is not read.
        if (!peer.unchoked) peer.link.send({ kind: 'unchoke' });
        peer.unchoked = true;
        return;
      case 'not-interested':
        peer.interested = false;
        return;
      case 'have':
        return onHave(peer, message.piece);
      case 'bitfield': {
        const found = piecesIn(message.bits, pieces);
        if (found === undefined) return onBroken(peer, 'its pieces are not those of this file');
        return onAll(peer, found);
      }
      case 'have-all':
        return onAll(
          peer,
          Array.from({ length: pieces }, (_, piece) => piece),
        );
      case 'request':
        peer.lastAsked = performance.now();
        if (!peer.sender.ask(message)) onBroken(peer, 'it asks for what does not exist');
        return;
      case 'cancel':
        return peer.sender.cancel(message);
      case 'reject':
        return download?.onReject(peer, message);
      case 'piece':
        return download?.onBlock(peer, message.piece, message.begin, message.block);
      case 'extended':
        if (message.id === 0) return onExtensions(peer, message.payload);
        if (message.id === claimsExtension.id && peer.member !== undefined)
          claims?.hear(peer, decodeClaims(message.payload, pieces));
        return;
      default:
        return;
    }
  };
}

/** What another program says of itself wrongly is not used. */
function readExtensions(payload: Uint8Array): ExtensionHandshake | undefined {
  try {
    return decodeExtensionHandshake(payload);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}

/** Tells a machine of webboot which pieces are being fetched here. */
export function tellClaims({ link, claimsId }: SwarmPeer, pieces: readonly number[]): void {
  if (claimsId === undefined) return;
  link.send({ kind: 'extended', id: claimsId, payload: encodeClaims(pieces) });
}
