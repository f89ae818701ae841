import type { RemoteFile } from './random-access.ts';
import type { DownloadRequest, DownloadResult } from './transfer.ts';

export interface SmallFile {
  readonly url: string;
  readonly bytes: Uint8Array;
  /** The server's Date header, for telling a wrong clock. */
  readonly date?: Date;
}

/** Takes sentences worth the log: a busy server that is waited for, a mirror dropped. */
export type OnNote = (text: string) => void;

export interface SmallFileRequest {
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** The caller can do without the file: a busy server is not waited for. */
  readonly optional?: boolean;
  readonly onNote?: OnNote;
}

/** The network as the stages see it. */
export interface Network {
  open(urls: readonly string[], signal?: AbortSignal, onNote?: OnNote): Promise<RemoteFile>;
  /** A checksum file, a signature, a release list: the first URL that answers. */
  fetchSmall(urls: readonly string[], options?: SmallFileRequest): Promise<SmallFile>;
  download(request: DownloadRequest): Promise<DownloadResult>;
}
