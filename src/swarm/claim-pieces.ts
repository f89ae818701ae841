import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { pieceSize } from '../core/swarm/geometry.ts';
import type { Origin } from '../ports/swarm.ts';
import type { PieceBoard } from './piece-board.ts';
import type { PieceBuffers } from './piece-buffers.ts';
import type { PieceShare } from './piece-share.ts';

/** Requests to the origin at a time: one is answered while the others travel. */
const lanes = 3;
/**
 * So many machines keep the origin busy with a request each. More requests would only take longer, and
 * what is on its way is fetched twice if another machine comes and is the owner then.
 */
const fullMembers = 4;
const lookEveryMs = 100;
/** A machine that is alone asks for so much at a time; among others, for a piece. */
const aloneBytes = 2 * 1024 * 1024;
/** A piece that comes no further is left to a machine that has got it. */
const stalledMs = 2_000;

export interface PieceClaims {
  readonly board: PieceBoard;
  readonly buffers: PieceBuffers;
  readonly origin: Origin;
  readonly signal: AbortSignal;
  readonly share: PieceShare;
  readonly alone: () => boolean;
  /** Pieces that others have are fetched as well: they do not give them fast enough. */
  readonly impatient: () => boolean;
  /** The buffer is the receiver's; `took` is in milliseconds. */
  readonly onPiece: (piece: number, bytes: Uint8Array, took: number) => void;
}

/**
 * Fetches from the origin what no other machine has, each piece by the one machine that rendezvous
 * hashing names. Ends when everything is there; throws what the origin throws when it has failed.
 */
export async function claimPieces(claims: PieceClaims): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([claims.signal, ending.signal]);
  const lane = async (index: number) => {
    while (!signal.aborted && !claims.board.complete) {
      const spare = index > 0 && index * claims.share.members >= fullMembers;
      const run = spare ? undefined : nextRun(claims);
      if (run === undefined) await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      else await fetchRun(claims, run, signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  } finally {
    ending.abort();
  }
}

/** First piece and the one after the last. */
type Run = readonly [number, number];

function nextRun({ board, share, alone, impatient }: PieceClaims): Run | undefined {
  const { pieces, pieceLength } = board.geometry;
  const anyway = impatient();
  share.update();
  const isMine = (piece: number) =>
    piece < pieces &&
    board.isWanted(piece) &&
    share.isOwn(piece) &&
    (anyway || board.holders(piece) === 0 || board.doubtful.has(piece));
  let first = 0;
  while (first < pieces && !isMine(first)) first += 1;
  if (first === pieces) return undefined;
  const most = alone() ? Math.max(1, Math.floor(aloneBytes / pieceLength)) : 1;
  let end = first + 1;
  while (end - first < most && isMine(end)) end += 1;
  return [first, end];
}

async function fetchRun(
  { board, buffers, origin, onPiece }: PieceClaims,
  [first, end]: Run,
  signal: AbortSignal,
): Promise<void> {
  const { geometry } = board;
  for (let piece = first; piece < end; piece += 1) board.begin(piece);
  let piece = first;
  let filled = 0;
  let begun = performance.now();
  let buffer: Uint8Array | undefined = await buffers.wait(piece);
  let last = begun;
  const giving = new AbortController();
  const watch = setInterval(() => {
    if (performance.now() - last > stalledMs && board.holders(piece) > 0) giving.abort();
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
      onPiece(piece, buffer, now - begun);
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
    for (let rest: Uint8Array | undefined = bytes; rest !== undefined; rest = take(rest)) {
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
        const rest = take(bytes);
        return rest && takeLater(rest);
      },
    });
  } catch (error) {
    if (!giving.signal.aborted || signal.aborted) throw error;
  } finally {
    clearInterval(watch);
    if (buffer !== undefined) buffers.giveBack(buffer);
    for (; piece < end; piece += 1) board.giveBack(piece);
  }
}
