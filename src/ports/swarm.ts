import type { Digest } from '../core/image/trust.ts';
import type { RandomAccess } from './random-access.ts';

/** Bytes of a file by whatever has it whole: mirrors, and machines of this network by HTTP. */
export interface Origin {
  /**
   * Gives the bytes from `start` to `end` in order; `onBytes` may hold it up by a promise. Failing
   * servers are replaced by others. Throws WebbootError when none is left.
   */
  read(start: number, end: number, options: OriginRead): Promise<void>;
  /** A few bytes by the mirrors alone: they judge what others say. Throws WebbootError. */
  sample(start: number, end: number, signal: AbortSignal): Promise<Uint8Array>;
}

export interface OriginRead {
  readonly signal: AbortSignal;
  /** The bytes are a view that is good until it returns, or its promise does. */
  readonly onBytes: (bytes: Uint8Array) => Promise<void> | undefined;
}

/** One attempt at a whole file, among machines that fetch the same one. */
export interface SwarmPass {
  readonly size: number;
  /** Where the bytes go; what was written can be read there. */
  readonly sink: string;
  /** Writes at an offset; resolves when it can be read back. Each byte is written once. */
  readonly put: (offset: number, bytes: Uint8Array) => Promise<void>;
  readonly origin: Origin;
  /** Milliseconds without a piece after which a download has failed. */
  readonly outageMs: number;
  readonly signal: AbortSignal;
  readonly onNote: (text: string) => void;
  /** A machine, "ADDRESS:PORT", is not asked any more, for a reason such as "its pieces are wrong". */
  readonly onDropped: (machine: string, reason: string) => void;
  /** A machine, as `peer://ADDRESS:PORT`, and how much of the file has just come from it. */
  readonly onReceivedFrom: (from: string, bytes: number) => void;
}

/** A file's swarm, as a download sees it. */
export interface Swarm {
  /** Takes the whole file; throws WebbootError. Afterwards, others may still take it from here. */
  fetch(pass: SwarmPass): Promise<void>;
  /** Gives nothing any more: what was fetched is wrong, or goes away. */
  leave(): Promise<void>;
}

/** Where a swarm's torrents may be, which say what the pieces of an image are. */
export interface SwarmHints {
  /** http(s) URLs of the image: a mirror of this network needs not be spared. */
  readonly mirrors: readonly string[];
  /** Addresses of torrent files, best first. Nobody vouches for them. */
  readonly torrents: readonly string[];
}

/** An image that its distribution gives out by BitTorrent alone. */
export interface TorrentRequest {
  /** http(s) addresses of the torrent file, best first. Nobody vouches for what they send. */
  readonly urls: readonly string[];
  /** What the image is called in it. */
  readonly fileName: string;
  /** Machines of this network that have it can be asked for this. */
  readonly digest?: Digest;
  readonly signal: AbortSignal;
  readonly onNote?: (text: string) => void;
}

export interface TorrentImage {
  /** The image's size, by the torrent's word. */
  readonly bytes: number;
  readonly swarm: Swarm;
  /** Reads here and there, before the download. */
  open(signal: AbortSignal): Promise<TorrentReading>;
}

export interface TorrentReading extends RandomAccess {
  readonly bytesRead: number;
  close(): Promise<void>;
}

/** All swarms of this program. */
export interface Swarms {
  /** Throws WebbootError if there is no torrent that can be used. */
  torrent(request: TorrentRequest): Promise<TorrentImage>;
  /** Undefined if this image is not to be fetched with others. Never throws. */
  join(digest: Digest, hints: SwarmHints): Promise<Swarm | undefined>;
  /** Goes on giving until no machine takes anything from here, 30 seconds at most, or the signal fires. Never throws. */
  linger(options: LingerOptions): Promise<void>;
  /** Ends all connections. */
  leave(): Promise<void>;
}

export interface LingerOptions {
  readonly signal: AbortSignal;
  /** Once a second while machines take something. */
  readonly onWait?: (wait: { readonly machines: number; readonly secondsLeft: number }) => void;
}
