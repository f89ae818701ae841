import type { FileTree } from './file-tree.ts';
import type { Medium } from './random-access.ts';
import type { CopyRequest, DownloadResult } from './transfer.ts';

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

/** Where images and the files of one boot lie. */
export interface Media {
  /** Told that a boot is under way: makes ready what would take time once the image is there. */
  prepare(): void;
  /**
   * Takes a device for images for this process alone, and returns how to give it back; undefined
   * if another process has it. What two of them write there would be neither's.
   */
  claim(device: string): Promise<(() => void) | undefined>;
  openMedium(path: string): Promise<Medium>;
  mount(request: MountRequest): Promise<Mounted>;
  /** Writes into a block device or an existing file, and through to it. */
  writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** The counterpart of `Network.download` for an image that is already on this machine. */
  copyImage(request: CopyRequest): Promise<DownloadResult>;
  /** An empty directory for one boot's files; memory-backed in the image. */
  scratch(): Promise<Scratch>;
  /** Unpacks files of xz; none of them may become larger than that. Throws FormatError. */
  unpackXz(
    files: readonly Uint8Array[],
    limits: { readonly mostBytes: number },
  ): Promise<readonly Uint8Array[]>;
  /** A static busybox of this machine's architecture, for the target's initramfs. */
  busybox(): Promise<Uint8Array>;
}
