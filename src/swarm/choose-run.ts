import { mostClaims } from '../formats/bittorrent/claims.ts';
import type { OriginClaims } from './origin-claims.ts';
import type { PieceBoard } from './piece-board.ts';
import type { Sparing } from './spare-origin.ts';

/** Requests to the origin at a time: one is answered while the others travel. */
export const lanes = 3;
/** A machine that is alone asks for so much at a time; among others, for a piece. */
const aloneBytes = 2 * 1024 * 1024;

/** First piece and the one after the last. */
export type Run = readonly [number, number];

export interface RunChoice {
  readonly board: PieceBoard;
  readonly sparing: Pick<Sparing, 'share' | 'help' | 'impatient' | 'forsaken'>;
  readonly claims: Pick<OriginClaims, 'isTaken'>;
  /** Nobody else is here, as far as is known by now. */
  readonly alone: boolean;
}

/** What this machine fetches from the origin next; undefined if that is others' part, or already under way. */
export function chooseRun({ board, sparing, claims, alone }: RunChoice): Run | undefined {
  const { pieces, pieceLength } = board.geometry;
  const { share, help } = sparing;
  const anyway = sparing.impatient();
  const byItself = sparing.forsaken();
  share.update();
  const isOpen = (piece: number) =>
    piece < pieces &&
    board.isWanted(piece) &&
    (anyway || board.holders(piece) === 0 || board.doubtful.has(piece)) &&
    (byItself || !claims.isTaken(piece));
  const isMine = (piece: number) => (byItself || share.isOwn(piece)) && isOpen(piece);
  // Whoever is on its own among others begins anywhere: so may they.
  const from = byItself ? Math.floor(Math.random() * pieces) : 0;
  const first = firstOf(pieces, from, isMine);
  if (first === undefined) {
    const helped = lastOf(pieces, (piece) => help.has(piece) && isOpen(piece));
    return helped === undefined ? undefined : [helped, helped + 1];
  }
  const together = Math.min(Math.floor(aloneBytes / pieceLength), Math.floor(mostClaims / lanes));
  const most = alone ? Math.max(1, together) : 1;
  let end = first + 1;
  while (end - first < most && isMine(end)) end += 1;
  return [first, end];
}

/** Looks at all pieces, beginning with this one. */
function firstOf(
  pieces: number,
  from: number,
  isMine: (piece: number) => boolean,
): number | undefined {
  for (let step = 0; step < pieces; step += 1) {
    const piece = (from + step) % pieces;
    if (isMine(piece)) return piece;
  }
  return undefined;
}

/** Whoever helps begins at the end, since the others begin at the front. */
function lastOf(pieces: number, isHelped: (piece: number) => boolean): number | undefined {
  for (let piece = pieces - 1; piece >= 0; piece -= 1) if (isHelped(piece)) return piece;
  return undefined;
}
