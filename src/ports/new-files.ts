import type { RandomAccess } from './random-access.ts';

export interface WrittenFile {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** What was written; may be read until the files are closed. */
  readonly content: RandomAccess;
}

/** Files that were not there before, in one directory. */
export interface NewFiles {
  /** Throws WebbootError `sink-failed` for a file that is there already, or cannot be written. */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<WrittenFile>;
}
