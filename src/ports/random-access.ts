/** Bytes that can be read at any place: a file, a block device, a URL, a part of one of them. */
export interface RandomAccess {
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, fewer only where `size` ends, none past it.
   * The result is the caller's to keep.
   */
  read(offset: number, length: number, options?: { signal?: AbortSignal }): Promise<Uint8Array>;
}

/** An open image on this machine: to be read, and closed by whoever opened it. */
export interface Medium extends RandomAccess {
  readonly path: string;
  close(): Promise<void>;
}

/** A remote file, read by HTTP Range before its download. */
export interface RemoteFile extends RandomAccess {
  readonly url: string;
  readonly requests: number;
  readonly bytesRead: number;
  close(): Promise<void>;
}
