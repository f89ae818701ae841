import type { RemoteFile } from './random-access.ts';
import type { DownloadRequest, DownloadResult } from './transfer.ts';

export interface SmallFile {
  readonly url: string;
  readonly bytes: Uint8Array;
  /** The server's Date header, for telling a wrong clock. */
  readonly date?: Date;
}

/** The network as the stages see it. */
export interface Network {
  open(urls: readonly string[], signal?: AbortSignal): Promise<RemoteFile>;
  /** A checksum file, a signature, a release list: the first URL that answers. */
  fetchSmall(
    urls: readonly string[],
    options?: { maxBytes?: number; signal?: AbortSignal },
  ): Promise<SmallFile>;
  download(request: DownloadRequest): Promise<DownloadResult>;
}
