import { setImmediate as nextTurn } from 'node:timers/promises';
import { pieceSize } from '../core/swarm/geometry.ts';
import type { Origin } from '../ports/swarm.ts';
import type { Run } from './choose-run.ts';
import type { OriginClaims } from './origin-claims.ts';
import type { PieceBoard } from './piece-board.ts';
import type { PieceBuffers } from './piece-buffers.ts';
import type { Sparing } from './spare-origin.ts';

const lookEveryMs = 100;
/** A piece that comes no further is left to a machine that has got it. */
const stalledMs = 2_000;

export interface RunFetching {
  readonly board: PieceBoard;
  readonly buffers: PieceBuffers;
  readonly origin: Origin;
  readonly sparing: Pick<Sparing, 'share' | 'help' | 'impatient' | 'forsaken'>;
  readonly claims: OriginClaims;
  /** The buffer is the receiver's. */
  readonly onPiece: (piece: number, bytes: Uint8Array) => void;
}

/** Fetches pieces that follow one another from the origin; gives them up if others bring them in. */
export async function fetchRun(
  { board, buffers, origin, sparing, claims, onPiece }: RunFetching,
  [first, end]: Run,
  signal: AbortSignal,
): Promise<void> {
  const { geometry } = board;
  const rest = () => Array.from({ length: end - piece }, (_, at) => piece + at);
  let piece = first;
  for (const one of rest()) board.begin(one);
  claims.begin(rest());
  let filled = 0;
  let begun = performance.now();
  let buffer: Uint8Array | undefined = await buffers.wait(piece);
  let last = begun;
  const giving = new AbortController();
  const watch = setInterval(() => {
    const stalled = performance.now() - last > stalledMs && board.holders(piece) > 0;
    const outranked = claims.isOutranked(piece) && !sparing.forsaken();
    if (stalled || outranked) giving.abort();
  }, lookEveryMs);
  /** Takes bytes while there is room; gives the rest, as a copy, since what was given is only lent. */
  const take = (bytes: Uint8Array): Uint8Array | undefined => {
    for (let taken = 0; taken < bytes.length; ) {
      buffer ??= buffers.take(piece);
      if (buffer === undefined) return bytes.slice(taken);
      const part = bytes.subarray(taken, taken + buffer.length - filled);
      buffer.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < buffer.length) continue;
      const now = performance.now();
      claims.noteTime(now - begun);
      onPiece(piece, buffer);
      begun = now;
      piece += 1;
      filled = 0;
      buffer = undefined;
      // What was taken on alone is left to machines that have come since, and have it.
      if (piece < end && board.holders(piece) > 0) giving.abort();
      if (giving.signal.aborted) return undefined;
    }
    return undefined;
  };
  const takeLater = async (bytes: Uint8Array): Promise<void> => {
    for (let left: Uint8Array | undefined = bytes; left !== undefined; left = take(left)) {
      buffer ??= await buffers.wait(piece);
      // Never within the turn in which it was asked for: the connection is not ready to go on.
      await nextTurn();
    }
  };
  const lastEnd = (end - 1) * geometry.pieceLength + pieceSize(geometry, end - 1);
  try {
    await origin.read(first * geometry.pieceLength, lastEnd, {
      signal: AbortSignal.any([signal, giving.signal]),
      onBytes: (bytes) => {
        last = performance.now();
        claims.progress(rest());
        const left = take(bytes);
        return left && takeLater(left);
      },
    });
  } catch (error) {
    if (!giving.signal.aborted || signal.aborted) throw error;
  } finally {
    clearInterval(watch);
    if (buffer !== undefined) buffers.giveBack(buffer);
    for (const one of rest()) board.giveBack(one);
    claims.giveUp(rest());
  }
}
