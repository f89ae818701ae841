import type { OwnParts } from '../core/machine/own-files.ts';

/** webboot's own files, without settings or anything else of a person. */
export interface OwnFiles {
  readonly bytes: number;
  /** From the start of the whole. */
  readonly parts: OwnParts;
  /** The whole, in order. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** Undefined where webboot does not run from its own image. */
export type ReadOwnFiles = () => Promise<OwnFiles | undefined>;
