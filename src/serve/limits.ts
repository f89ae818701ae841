/** Bounds of a server that anybody on the network can connect to. */
export interface ServeLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** From the connection, or the end of the answer before, to the last byte of the request. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** A client has this long to take a chunk of `chunkBytes`. */
  readonly chunkMs: number;
  readonly chunkBytes: number;
  /** What is under way at the end has this long to come to its own. */
  readonly graceMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

export const defaultServeLimits: ServeLimits = {
  connections: 512,
  connectionsPerAddress: 16,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  chunkMs: 30_000,
  chunkBytes: 256 * 1024,
  graceMs: 10_000,
  checkMs: 2_000,
};
