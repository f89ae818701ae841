import type { DigestRequest } from './transfer.ts';

/** Tells a file from the same one after a write to it. */
export interface FileStamp {
  readonly bytes: number;
  readonly mark: string;
}

/** Files of images that a command names or makes on this machine. */
export interface ImageFiles {
  /** Throws WebbootError `file-not-found`. */
  sizeOf(path: string): Promise<number>;
  /** Throws WebbootError `file-not-found`. */
  stampOf(path: string): Promise<FileStamp>;
  /** Over the first `bytes` bytes. */
  digestOf(
    path: string,
    bytes: number,
    request: DigestRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<Uint8Array>;
  rename(from: string, to: string): Promise<void>;
  /** Does nothing if there is no such file. */
  remove(path: string): Promise<void>;
}
