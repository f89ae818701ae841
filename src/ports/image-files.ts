import type { DigestRequest } from './transfer.ts';

/** Files of images that a command names or makes on this machine. */
export interface ImageFiles {
  /** Throws WebbootError `file-not-found`. */
  sizeOf(path: string): Promise<number>;
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
