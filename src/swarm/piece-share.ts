import { ownerOf } from '../core/swarm/rendezvous.ts';

/** Which pieces this machine brings in for the others, from whoever has the whole file. */
export interface PieceShare {
  /** Looks who is there; until the next time, the answers stay the same. */
  update(): void;
  isOwn(piece: number): boolean;
  /** Machines that share the work, with this one. */
  readonly members: number;
}

/** `members` are the numbers of this machine and of all that fetch too. */
export function createPieceShare(
  pieces: number,
  members: () => { readonly own: number; readonly all: readonly number[] },
): PieceShare {
  let known = '';
  let own = 0;
  let count = 0;
  let owners = new Uint32Array();
  return {
    update() {
      const now = members();
      const names = now.all.toSorted().join();
      if (names === known) return;
      known = names;
      own = now.own;
      count = now.all.length;
      owners = Uint32Array.from({ length: pieces }, (_, at) => ownerOf(at, now.all) ?? own);
    },
    get members() {
      return count;
    },
    isOwn: (piece) => owners[piece] === own,
  };
}
