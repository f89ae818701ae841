import { bootRecordBytes } from './memory-map.ts';

/** A part of something larger, in bytes from its start. */
export interface Span {
  readonly start: number;
  readonly bytes: number;
}

/**
 * webboot's own files as they lie together: what machines start from, and what a running system
 * starts webboot's program from.
 */
export interface OwnParts {
  /** The kernel; it lies in `kernelImage`. */
  readonly kernel: Span;
  /** An initrd that holds the kernel. */
  readonly kernelImage: Span;
  /** webboot's initrd: `usr`, then `program`. */
  readonly initramfs: Span;
  /** A squashfs with Node and other programs. */
  readonly usr: Span;
  /** An archive with everything else. */
  readonly program: Span;
}

/** What is not measured beforehand: webboot's program, and what vouches for the image. */
const besideLargeBytes = 16 * 1024 * 1024;
/** Of a block of the page cache: a file system in the middle of a device is best at one. */
const blockBytes = 4096;

/** Room that the files take behind an image; `largeBytes` are the squashfs and the kernel. */
export function ownFileRoom(largeBytes: number): number {
  return largeBytes + besideLargeBytes;
}

/** Where they start behind an image of so many bytes, so that the squashfs is at a whole block. */
export function ownFilesStart(imageBytes: number, { usr }: OwnParts): number {
  const block = Math.ceil(imageBytes / blockBytes) * blockBytes;
  return block + ((blockBytes - (usr.start % blockBytes)) % blockBytes);
}

export function movedParts(parts: OwnParts, by: number): OwnParts {
  const moved = ({ start, bytes }: Span): Span => ({ start: start + by, bytes });
  return {
    kernel: moved(parts.kernel),
    kernelImage: moved(parts.kernelImage),
    initramfs: moved(parts.initramfs),
    usr: moved(parts.usr),
    program: moved(parts.program),
  };
}

/** Whether they fit in front of the boot record. */
export function fitsBehind(end: number, deviceBytes: number): boolean {
  return end <= deviceBytes - bootRecordBytes;
}
