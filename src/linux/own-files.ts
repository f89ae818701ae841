import { createReadStream, statSync } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Span } from '../core/machine/own-files.ts';
import { cpioEntry, cpioFileHead, cpioPadding, cpioTrailer } from '../formats/cpio/writer.ts';
import type { OwnFiles } from '../ports/own-files.ts';

/** The files of webboot's image that its kernel and loader take whole. */
const usr = 'webboot/usr.squashfs';
const kernel = 'webboot/vmlinuz';

/**
 * What else an image consists of (tools/image/rootfs.ts). Nothing that a person may have added but
 * rows of the catalogue and their public keys: whoever asks is given all of it.
 */
const shipped = [
  ...['bin', 'bin/busybox', 'bin/webboot', 'dev', 'init', 'lib', 'lib64', 'mnt', 'proc', 'root'],
  ...['run', 'sbin', 'sys', 'tmp', 'usr', 'var', 'var/run', 'webboot'],
  ...[
    'etc',
    'etc/fstab',
    'etc/group',
    'etc/hosts',
    'etc/hostname',
    'etc/mtab',
    'etc/passwd',
    'etc/webboot',
  ],
];
const shippedTrees = [
  ...['etc/ssl', 'etc/webboot/distros'],
  ...['build-date', 'dhcp.sh', 'dist', 'distros', 'early', 'frames', 'hooks', 'hotplug.sh'].map(
    (name) => `webboot/${name}`,
  ),
  'webboot/resolv.sh',
];

/** Bytes, or a file that is read when its turn comes. */
type Piece = Uint8Array | { readonly file: string; readonly size: number };

/** The size of the two large ones; undefined if one is missing, as on a host. */
export function ownFileBytes(root = '/'): number | undefined {
  const sizes = [usr, kernel].map(
    (path) => statSync(join(root, path), { throwIfNoEntry: false })?.size,
  );
  const [ofUsr, ofKernel] = sizes;
  return ofUsr === undefined || ofKernel === undefined ? undefined : ofUsr + ofKernel;
}

/**
 * webboot's image again, from what it unpacked: its initrds and the kernel in one of them. `root` is
 * where it was unpacked. Undefined if the kernel or the squashfs is missing.
 */
export async function readOwnFiles(root = '/'): Promise<OwnFiles | undefined> {
  if (ownFileBytes(root) === undefined) return undefined;
  const first = await largeArchive(root, usr);
  const second = await programArchive(root);
  const third = await largeArchive(root, kernel);
  const program = { start: first.bytes, bytes: second.bytes };
  const at = first.bytes + second.bytes;
  return {
    bytes: at + third.bytes,
    parts: {
      usr: first.data,
      program,
      initramfs: { start: 0, bytes: at },
      kernelImage: { start: at, bytes: third.bytes },
      kernel: { start: at + third.data.start, bytes: third.data.bytes },
    },
    chunks: () => chunksOf(root, [...first.pieces, ...second.pieces, ...third.pieces]),
  };
}

interface Archive {
  readonly pieces: readonly Piece[];
  readonly bytes: number;
}

/** Of one file; `data` is where its bytes are in the archive. */
async function largeArchive(
  root: string,
  path: string,
): Promise<Archive & { readonly data: Span }> {
  const { size } = await lstat(join(root, path));
  const head = Buffer.concat([
    cpioEntry({ kind: 'directory', path: 'webboot' }, 1),
    cpioFileHead({ kind: 'file', path, size }, 2),
  ]);
  const pieces = [head, { file: path, size }, cpioPadding(size), cpioTrailer()];
  return { pieces, bytes: sizeOf(pieces), data: { start: head.length, bytes: size } };
}

async function programArchive(root: string): Promise<Archive> {
  const pieces: Piece[] = [];
  let inode = 0;
  for await (const path of shippedPaths(root)) {
    inode += 1;
    pieces.push(...(await entryPieces(root, path, inode)));
  }
  pieces.push(
    cpioEntry({ kind: 'char-device', path: 'dev/console', major: 5, minor: 1 }, inode + 1),
    cpioTrailer(),
  );
  return { pieces, bytes: sizeOf(pieces) };
}

/** Directories before what they hold. */
async function* shippedPaths(root: string): AsyncGenerator<string> {
  for (const path of [...shipped].toSorted()) yield path;
  const pending = shippedTrees.toReversed();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    yield path;
    const names = await namesIn(join(root, path));
    pending.push(...names.toReversed().map((name) => `${path}/${name}`));
  }
}

async function namesIn(path: string): Promise<readonly string[]> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true ? (await readdir(path)).sort() : [];
}

/** None for what is not there: not every image has everything. */
async function entryPieces(root: string, path: string, inode: number): Promise<readonly Piece[]> {
  const source = join(root, path);
  const stat = await lstat(source).catch(() => undefined);
  const mode = (stat?.mode ?? 0) & 0o7777;
  if (stat?.isSymbolicLink() === true) {
    return [cpioEntry({ kind: 'symlink', path, target: await readlink(source) }, inode)];
  }
  if (stat?.isDirectory() === true) return [cpioEntry({ kind: 'directory', path, mode }, inode)];
  if (stat?.isFile() !== true) return [];
  const { size } = stat;
  const head = cpioFileHead({ kind: 'file', path, mode, size }, inode);
  return [head, { file: path, size }, cpioPadding(size)];
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + ('file' in piece ? piece.size : piece.length), 0);
}

/** Small pieces are put together: whoever writes them writes through each time. */
async function* chunksOf(root: string, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  const most = 1 << 20;
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of partsOf(root, pieces)) {
    gathered.push(part);
    bytes += part.length;
    if (bytes < most) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}

async function* partsOf(root: string, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (!('file' in piece)) {
      yield piece;
      continue;
    }
    let read = 0;
    if (piece.size > 0) {
      const end = piece.size - 1;
      for await (const part of createReadStream(join(root, piece.file), { end })) {
        read += part.length;
        yield part;
      }
    }
    if (read !== piece.size) throw new Error(`${piece.file} has become shorter`);
  }
}
