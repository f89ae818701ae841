import type { HttpLimits } from '../http/bounded-server.ts';

/** Bounds of a server that anybody on the network can take images from. */
export interface ServeLimits extends HttpLimits {
  /** A client has this long to take a chunk of `chunkBytes`. */
  readonly chunkMs: number;
  readonly chunkBytes: number;
  /** The same for a boot loader, which opens all of its files before it reads the first to its end. */
  readonly loaderMs: number;
}

export const defaultServeLimits: ServeLimits = {
  connections: 512,
  connectionsPerAddress: 16,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  idleMs: 60_000,
  chunkMs: 30_000,
  chunkBytes: 256 * 1024,
  loaderMs: 600_000,
  graceMs: 10_000,
  checkMs: 2_000,
};
