import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import { execa } from 'execa';
import {
  type CpioEntry,
  cpioEntry,
  cpioFileHead,
  cpioPadding,
  cpioTrailer,
  writeCpio,
} from '../../src/formats/cpio/writer.ts';
import type { Compression } from './options.ts';

/** A large file of the host to be put into an image. */
export interface LargeFile {
  readonly source: string;
  readonly path: string;
}

/**
 * Writes an initramfs as two archives in one file, which the kernel unpacks one after the other:
 * what is compressed in itself as it is, so that it is not unpacked twice at boot, and the rest
 * compressed. Padded, so that another archive may follow right behind
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
export async function writeInitramfs(
  file: string,
  parts: {
    readonly large: readonly LargeFile[];
    readonly entries: readonly CpioEntry[];
    readonly compress: Compression;
  },
): Promise<void> {
  const output = await open(file, 'w');
  try {
    if (parts.large.length > 0) await writeLarge(output, parts.large);
    const entries = await compressed(writeCpio(parts.entries), parts.compress);
    await output.writeFile(entries);
    await output.writeFile(cpioPadding(entries.length));
  } finally {
    await output.close();
  }
}

/** Writes a cpio of large files, with the directories right above them, as it is. */
export async function writeLarge(output: FileHandle, files: readonly LargeFile[]): Promise<void> {
  const parents = [...new Set(files.flatMap(({ path }) => parentsOf(path)))];
  let inode = 0;
  for (const path of parents) {
    inode += 1;
    await output.writeFile(cpioEntry({ kind: 'directory', path }, inode));
  }
  for (const { source, path } of files) {
    inode += 1;
    const { size } = await stat(source);
    await output.writeFile(cpioFileHead({ kind: 'file', path, size }, inode));
    await output.writeFile(createReadStream(source, { highWaterMark: 1 << 20 }));
    await output.writeFile(cpioPadding(size));
  }
  await output.writeFile(cpioTrailer());
}

/** The directories above a path, outermost first: "a" and "a/b" for "/a/b/c". */
export function parentsOf(path: string): readonly string[] {
  const names = path.split('/').filter(Boolean).slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

async function compressed(bytes: Uint8Array, compress: Compression): Promise<Uint8Array> {
  switch (compress) {
    case 'zstd':
      return promisify(zstdCompress)(bytes, {
        params: { [constants.ZSTD_c_compressionLevel]: 19 },
      });
    case 'gzip':
      return promisify(gzip)(bytes, { level: 9 });
    case 'xz': {
      // The kernel's decoder knows no other checksum than CRC32.
      const { stdout } = await execa('xz', ['--check=crc32', '--lzma2=dict=8MiB', '-c'], {
        input: bytes,
        encoding: 'buffer',
      });
      return stdout;
    }
    case 'none':
      return bytes;
  }
}
