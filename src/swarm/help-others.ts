import { ownerOf } from '../core/swarm/rendezvous.ts';
import type { OriginClaims } from './origin-claims.ts';
import type { PieceBoard } from './piece-board.ts';
import type { PieceShare } from './piece-share.ts';

/** A machine whose part is done waits that long: others that are as fast are done by then. */
const helpAfterMs = 1_000;
/** Pieces that are looked at, since a torrent may have ten thousands of them. */
const mostLeft = 256;

/** What this machine brings in of slower machines' parts, once nothing of its own is left. */
export interface Help {
  has(piece: number): boolean;
  /** Looks what is left; until the next time, the answers stay the same. */
  update(): void;
}

export interface HelpOptions {
  readonly board: PieceBoard;
  /** This machine's number among the members. */
  readonly own: number;
  readonly share: Pick<PieceShare, 'owner' | 'members'>;
  readonly claims: Pick<OriginClaims, 'isTaken'>;
}

/** Machines that are done with their part divide by rendezvous hashing what the others have not begun. */
export function createHelp({ board, own, share, claims }: HelpOptions): Help {
  const { pieces } = board.geometry;
  let helped: ReadonlySet<number> = new Set();
  let lastOwn = performance.now();
  const isLeft = (piece: number) =>
    board.isWanted(piece) && board.spread(piece) === 0 && !claims.isTaken(piece);
  const hasOwn = () => {
    for (let piece = 0; piece < pieces; piece += 1) {
      if (share.owner(piece) === own && isLeft(piece)) return true;
    }
    return false;
  };
  const find = (): readonly number[] => {
    const now = performance.now();
    if (hasOwn()) lastOwn = now;
    if (now - lastOwn < helpAfterMs) return [];
    const left: number[] = [];
    // From the end, since the others begin at the front.
    for (let piece = pieces - 1; piece >= 0 && left.length < mostLeft; piece -= 1) {
      if (isLeft(piece)) left.push(piece);
    }
    const busy = new Set(left.map(share.owner));
    const idle = share.members.filter((member) => !busy.has(member));
    return left.filter((piece) => ownerOf(piece, idle) === own);
  };
  return {
    has: (piece) => helped.has(piece),
    update() {
      helped = new Set(find());
    },
  };
}
