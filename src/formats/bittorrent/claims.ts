import { FormatError } from '../../errors.ts';

/**
 * webboot's own extension (BEP 10): the pieces that a machine is fetching from whoever has the whole
 * file, as numbers of 32 bits, so that no other machine fetches them too.
 */
export const claimsExtension = { name: 'wb_claims', id: 1 } as const;

/** Nobody fetches more at a time. */
export const mostClaims = 64;

export function encodeClaims(pieces: readonly number[]): Uint8Array {
  const payload = Buffer.alloc(pieces.length * 4);
  for (const [at, piece] of pieces.entries()) payload.writeUInt32BE(piece, at * 4);
  return payload;
}

/** Of a file of so many pieces. Throws FormatError. */
export function decodeClaims(payload: Uint8Array, pieces: number): readonly number[] {
  if (payload.length % 4 !== 0 || payload.length > mostClaims * 4) {
    throw new FormatError('peer', 0, 'a list of claims has a wrong length');
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const claimed = Array.from({ length: payload.length / 4 }, (_, at) => view.getUint32(at * 4));
  if (claimed.some((piece) => piece >= pieces)) {
    throw new FormatError('peer', 0, 'a piece is claimed that does not exist');
  }
  return claimed;
}
