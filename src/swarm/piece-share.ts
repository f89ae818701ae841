import { ownerOf } from '../core/swarm/rendezvous.ts';

/** Which pieces each machine brings in for the others, from whoever has the whole file. */
export interface PieceShare {
  /** Looks who is there; until the next time, the answers stay the same. */
  update(): void;
  isOwn(piece: number): boolean;
  owner(piece: number): number;
  /** Numbers of the machines that share the work, with this one. */
  readonly members: readonly number[];
}

/** `members` are the numbers of this machine and of all that fetch too. */
export function createPieceShare(
  pieces: number,
  members: () => { readonly own: number; readonly all: readonly number[] },
): PieceShare {
  let known = '';
  let own = 0;
  let all: readonly number[] = [];
  let owners = new Uint32Array();
  const owner = (piece: number) => owners[piece] ?? own;
  return {
    update() {
      const now = members();
      const names = now.all.toSorted().join();
      if (names === known) return;
      known = names;
      ({ own, all } = now);
      owners = Uint32Array.from({ length: pieces }, (_, at) => ownerOf(at, now.all) ?? own);
    },
    get members() {
      return all;
    },
    owner,
    isOwn: (piece) => owner(piece) === own,
  };
}
