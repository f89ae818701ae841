import type { DigestAlgorithm } from '../core/image/trust.ts';
import type { Swarm } from './swarm.ts';

/** A digest to be computed over the whole image, and a few bytes after it (OpenPGP's trailer). */
export interface DigestRequest {
  readonly algorithm: DigestAlgorithm;
  readonly suffix: Uint8Array;
}

/** What machines of this network have given, how many they are, and who gave the rest. */
export interface NearShare {
  readonly bytes: number;
  readonly machines: number;
  /** Names of the mirrors, as in their URLs. */
  readonly mirrors: readonly string[];
}

export interface TransferProgress {
  /** How much of it came from machines of this network. */
  readonly near?: NearShare;
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft?: number;
}

/**
 * Told that everything before `front` has been written, and will not be written again; a front
 * that goes back means that all of it begins anew.
 */
export type OnFront = (front: number) => void;

/** What a download and a copy of an image have in common. */
interface TransferRequest {
  readonly digest?: DigestRequest;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly onFront?: OnFront;
}

export interface DownloadRequest extends TransferRequest {
  /** http(s) URLs of the same bytes, best first. */
  readonly urls: readonly string[];
  /**
   * http URLs of machines of this network that say that they have the same bytes. They spare the
   * mirrors, are reached directly, and must not redirect. Used only with `confirm`: if what came is
   * wrong, they are left, and all of it comes from `urls`.
   */
  readonly near?: readonly string[];
  /** Machines that fetch the same bytes at the same time; used only with `confirm`, as `near` is. */
  readonly swarm?: Swarm;
  /** An existing block device, or a file to create. */
  readonly sink: string;
  /** Known from the peek; a server that says otherwise is told by name. */
  readonly expectedBytes?: number;
  /**
   * Judges the digest: throws `digest-wrong` or `signature-wrong` for the digest of other bytes. The
   * file is then fetched again from one mirror at a time. It also decides where servers tell of
   * another version of the file midway.
   */
  readonly confirm?: (digest: Uint8Array) => Promise<void>;
  /** Sentences worth the log: a mirror dropped, a resume. */
  readonly onNote?: (text: string) => void;
  /** A machine, "ADDRESS:PORT", is not asked any more, for this reason; a note without it. */
  readonly onDropped?: (machine: string, reason: string) => void;
}

export interface DownloadResult {
  readonly bytes: number;
  /** Computed over what the sink holds at the end, read back; absent when none was asked for. */
  readonly digest?: Uint8Array;
}

export interface CopyRequest extends TransferRequest {
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
}

/** A verified image to be kept for another day, with what vouches for it. */
export interface KeepRequest {
  /** The medium that it lies on, and how much of that it is. */
  readonly from: string;
  readonly bytes: number;
  readonly fileName: string;
  /** Checksum and signature files by name. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** Resolves to the image's path; undefined where there is no place for images. */
export type KeepImage = (request: KeepRequest) => Promise<string | undefined>;
