/** How a file is divided into pieces that machines pass on (BEP 3); the last piece is shorter. */
export interface Geometry {
  readonly size: number;
  readonly pieceLength: number;
  readonly pieces: number;
}

const leastPiece = 256 * 1024;
const largestPiece = 4 * 1024 * 1024;
/** Fewer make a swarm clumsy, and more cost time for each of them. */
const wantedPieces = 1024;

/** By the size alone, so that every holder of a file divides it in the same way. */
export function ownGeometry(size: number): Geometry {
  let pieceLength = leastPiece;
  while (pieceLength < largestPiece && pieceLength * wantedPieces < size) pieceLength *= 2;
  return geometryOf(size, pieceLength);
}

export function geometryOf(size: number, pieceLength: number): Geometry {
  return { size, pieceLength, pieces: Math.ceil(size / pieceLength) };
}

/** In bytes. */
export function pieceSize({ size, pieceLength }: Geometry, piece: number): number {
  return Math.max(0, Math.min(pieceLength, size - piece * pieceLength));
}
