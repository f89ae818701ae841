import type { DigestRequest } from '../ports/transfer.ts';

/** What the digest's thread is started with. */
export interface DigestJob extends DigestRequest {
  readonly path: string;
  /** 64-bit integers, see `slots`. */
  readonly state: SharedArrayBuffer;
}

/**
 * Bytes before `front` may be read; `total` is -1 until the file's length is known; `hashed` is
 * what has been done. `changes` counts every change of the first two and is what is waited on.
 */
export const slots = { changes: 0, front: 1, total: 2, hashed: 3 } as const;
