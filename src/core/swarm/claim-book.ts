/** A claim that is not renewed in this time is void: whoever hangs, or gets nothing any more, renews none. */
export const leaseMs = 6_000;
/** Whoever renews a claim for longer than that, and longer than pieces take here, is not believed. */
const longestMs = 30_000;

/** What machines say of the pieces that they are fetching from whoever has the whole file. */
export interface ClaimBook<Machine> {
  /** All that it is fetching now, which replaces what it said before. */
  hear(machine: Machine, pieces: readonly number[], now: number): void;
  forget(machine: Machine): void;
  /** Machines that are believed to bring this piece in. */
  claimants(piece: number, when: Moment): readonly Machine[];
  /** Whether this machine is believed to be fetching anything. */
  isAtWork(machine: Machine, when: Moment): boolean;
}

export interface Moment {
  /** Milliseconds of a clock. */
  readonly now: number;
  /** Milliseconds that a piece may take. */
  readonly patience: number;
}

interface Said {
  readonly heard: number;
  /** When each piece was claimed for the first time; taking a claim back does not begin it anew. */
  readonly first: Map<number, number>;
  readonly pieces: ReadonlySet<number>;
}

export function createClaimBook<Machine>(): ClaimBook<Machine> {
  const book = new Map<Machine, Said>();
  const isBelieved = ({ heard, first, pieces }: Said, { now, patience }: Moment) => {
    if (now - heard >= leaseMs) return false;
    const most = Math.max(longestMs, patience);
    return [...pieces].every((piece) => now - (first.get(piece) ?? now) < most);
  };
  return {
    hear(machine, pieces, now) {
      const first = book.get(machine)?.first ?? new Map<number, number>();
      for (const piece of pieces) if (!first.has(piece)) first.set(piece, now);
      book.set(machine, { heard: now, first, pieces: new Set(pieces) });
    },
    forget: (machine) => void book.delete(machine),
    claimants: (piece, when) =>
      [...book].flatMap(([machine, said]) =>
        said.pieces.has(piece) && isBelieved(said, when) ? [machine] : [],
      ),
    isAtWork(machine, when) {
      const said = book.get(machine);
      return said !== undefined && said.pieces.size > 0 && isBelieved(said, when);
    },
  };
}
