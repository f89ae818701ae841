import type { DigestAlgorithm } from './core/image/trust.ts';
import type { HostFacts } from './core/machine/host-facts.ts';

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

/** A digest to be computed over the whole image, and a few bytes after it (OpenPGP's trailer). */
export interface DigestRequest {
  readonly algorithm: DigestAlgorithm;
  readonly suffix: Uint8Array;
}

export interface TransferProgress {
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
  /** An existing block device, or a file to create. */
  readonly sink: string;
  /** Known from the peek; a server that says otherwise is told by name. */
  readonly expectedBytes?: number;
  /** Sentences worth the log: a mirror dropped, a resume. */
  readonly onNote?: (text: string) => void;
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

export interface KexecImage {
  readonly kernel: string;
  readonly initrd?: string;
  readonly cmdline: string;
  /** A device tree, for arm64; by default the running one is handed on. */
  readonly dtb?: string;
  /** Enter the x86 kernel in 32-bit mode, for firmware that needs it; kexec_load only. */
  readonly entry32?: boolean;
  /**
   * Leaves out the digest of the segments that the purgatory computes before the jump: seconds on
   * a slow machine. kexec_load only, and never under lockdown.
   */
  readonly unchecked?: boolean;
}

export interface MountRequest {
  /** A block device, or a file, which is mounted through a loop device. */
  readonly source: string;
  /** The kernel's name of the file system: "iso9660", "squashfs", "erofs", "ext4". Always read-only. */
  readonly type: string;
}

export interface Mounted {
  readonly path: string;
  readonly tree: FileTree;
  /** Begins to; what is mounted on it is to be unmounted first. Quiescing waits for it. */
  unmount(): void;
}

export interface Scratch {
  /** Writes the chunks one after another; returns the file's path. */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string>;
  /** Overwrites a part of a file that was written. */
  writeAt(name: string, offset: number, bytes: Uint8Array): void;
  /** Removes all of it. */
  discard(): Promise<void>;
}

/** The machine as the stages see it. `src/linux` is the real one; a dry run is one that records. */
export interface Machine {
  facts(): Promise<HostFacts>;
  /** Told that a boot is under way: makes ready what would take time once the image is there. */
  prepare(): void;
  openMedium(path: string): Promise<Medium>;
  mount(request: MountRequest): Promise<Mounted>;
  /** Writes into a block device or an existing file, and through to it. */
  writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** The counterpart of `Network.download` for an image that is already on this machine. */
  copyImage(request: CopyRequest): Promise<DownloadResult>;
  /** An empty directory for one boot's files; memory-backed in the image. */
  scratch(): Promise<Scratch>;
  /** Keeps the record of the boot under way for as long as this kernel runs. */
  keepRecord(text: string): Promise<void>;
  /** Unpacks files of xz; none of them may become larger than that. Throws FormatError. */
  unpackXz(
    files: readonly Uint8Array[],
    limits: { readonly mostBytes: number },
  ): Promise<readonly Uint8Array[]>;
  /** A static busybox of this machine's architecture, for the target's initramfs. */
  busybox(): Promise<Uint8Array>;
  /** Throws `kexec-refused` with the kernel's own words. */
  kexecLoad(image: KexecImage): Promise<void>;
  kexecUnload(): Promise<void>;
  /** Stops what must not run on into the next kernel; yields a sentence a step. */
  quiesce(): AsyncIterable<string>;
  /** Undoes `quiesce`, for a machine that stays. */
  resume(): Promise<void>;
  /** Returns only in a dry run. */
  kexecExec(): Promise<void>;
  leave(how: 'reboot' | 'power-off'): Promise<void>;
}

/** A file or a block device as an image, or a directory as the tree of one. */
export type LocalImage =
  | { readonly kind: 'medium'; readonly medium: Medium }
  | { readonly kind: 'directory'; readonly tree: FileTree };

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
}

/**
 * A read-only file tree: an ISO's, or a directory's that stands for one. Paths are absolute with
 * `/`; symbolic links are followed within the tree and never out of it.
 */
export interface FileTree {
  readonly volumeId: string;
  /** As `blkid` prints it for the file system; absent where it has none. */
  readonly uuid?: string;
  find(path: string): Promise<TreeEntry | undefined>;
  /** Empty where there is no such directory. */
  list(path: string): Promise<readonly TreeEntry[]>;
  open(path: string): Promise<RandomAccess | undefined>;
}
