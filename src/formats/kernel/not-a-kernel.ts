import { isGzip } from './gzip-start.ts';
import { findPortableExecutable } from './portable-executable.ts';

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end));

/** What a file that is not a kernel is instead, by its first bytes, for a reason. */
export function describeNonKernel(start: Uint8Array): string {
  if (start.length === 0) return 'it is an empty file';
  if (ascii(start, 0, 4) === '\x7fELF')
    return 'it is an ELF program, such as a multiboot kernel or a vmlinux';
  if (findPortableExecutable(start, Number.MAX_SAFE_INTEGER) !== undefined) {
    return 'it is an EFI program without a Linux kernel in it';
  }
  if (isGzip(start)) return 'it is gzip data without an arm64 Image';
  if (/^\s*<(?:!doctype|html|head|body)/i.test(ascii(start, 0, 256))) return 'it is a web page';
  if (start[510] === 0x55 && start[511] === 0xaa) {
    return 'it is a boot sector or a program for the BIOS, as older memory tests are';
  }
  return 'it is neither an x86 nor an arm64 kernel';
}
