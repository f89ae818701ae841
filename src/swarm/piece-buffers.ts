import { type Geometry, pieceSize } from '../core/swarm/geometry.ts';

/** Room for pieces that are on their way: memory is short where webboot runs. */
export interface PieceBuffers {
  /** Undefined if there is no room now. */
  take(piece: number): Uint8Array | undefined;
  /** Waits for room, before all others. */
  wait(piece: number): Promise<Uint8Array>;
  giveBack(bytes: Uint8Array): void;
}

const mostBytes = 40 * 1024 * 1024;
/** For small pieces too: what is there is written, and no longer on its way. */
const mostPieces = 64;

/** Of at most 40 MiB in all. */
export function createPieceBuffers(geometry: Geometry): PieceBuffers {
  const { pieceLength } = geometry;
  const free: ArrayBuffer[] = [];
  const waiting: ((whole: ArrayBuffer) => void)[] = [];
  let left = Math.min(mostPieces, Math.max(4, Math.floor(mostBytes / pieceLength)));
  const find = (): ArrayBuffer | undefined => {
    const found = free.pop();
    if (found !== undefined || left === 0) return found;
    left -= 1;
    return new ArrayBuffer(pieceLength);
  };
  const cut = (whole: ArrayBuffer, piece: number) =>
    new Uint8Array(whole, 0, pieceSize(geometry, piece));
  return {
    take(piece) {
      const whole = find();
      return whole && cut(whole, piece);
    },
    async wait(piece) {
      const whole = find() ?? (await new Promise<ArrayBuffer>((take) => void waiting.push(take)));
      return cut(whole, piece);
    },
    giveBack({ buffer }) {
      if (!(buffer instanceof ArrayBuffer)) return;
      const next = waiting.shift();
      if (next === undefined) free.push(buffer);
      else next(buffer);
    },
  };
}
