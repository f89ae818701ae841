/**
 * Writes `newc` archives as the kernel unpacks them into its rootfs: Documentation/driver-api/
 * early-userspace/buffer-format.rst. Deterministic: owner root, inode numbers by position, time 0
 * unless one is given.
 *
 * The kernel makes no parent directories: list them, parents first. It also replaces what has
 * another file type (a directory `lib` over a symbolic link `lib`), so list no more than needed.
 */

interface Named {
  /** Relative to the root; leading slashes are dropped, as the kernel unpacks into `/`. */
  readonly path: string;
  /** Permission bits; 0755 for directories and links, 0644 for files, 0600 for devices. */
  readonly mode?: number;
  /** Seconds since 1970; 0 by default. */
  readonly mtime?: number;
}

/** A file whose data follows apart, for what should not sit in memory whole. */
export interface CpioFileHead extends Named {
  readonly kind: 'file';
  readonly size: number;
}

export type CpioEntry =
  | (Named & { readonly kind: 'file'; readonly data: Uint8Array })
  | (Named & { readonly kind: 'directory' })
  | (Named & { readonly kind: 'symlink'; readonly target: string })
  | (Named & {
      readonly kind: 'char-device' | 'block-device';
      readonly major: number;
      readonly minor: number;
    });

const fileTypes = {
  file: { type: 0o100000, mode: 0o644 },
  directory: { type: 0o040000, mode: 0o755 },
  symlink: { type: 0o120000, mode: 0o777 },
  'char-device': { type: 0o020000, mode: 0o600 },
  'block-device': { type: 0o060000, mode: 0o600 },
} as const;

const maxField = 0xffffffff;
/** PATH_MAX with its NUL; the kernel skips longer names in silence. */
const maxNameBytes = 4096;

/** A whole archive with its trailer, its length a multiple of 4. */
export function writeCpio(entries: Iterable<CpioEntry>): Uint8Array {
  const parts: Uint8Array[] = [];
  let inode = 0;
  for (const entry of entries) {
    inode += 1;
    parts.push(...entryParts(entry, inode));
  }
  parts.push(cpioTrailer());
  return Buffer.concat(parts);
}

/** One entry with its data and padding. `inode` must be unique within the archive. */
export function cpioEntry(entry: CpioEntry, inode: number): Uint8Array {
  return Buffer.concat(entryParts(entry, inode));
}

function entryParts(entry: CpioEntry, inode: number): readonly Uint8Array[] {
  const data = dataOf(entry);
  const { major, minor } = 'major' in entry ? entry : { major: 0, minor: 0 };
  const head = header({ ...entry, inode, size: data.length, major, minor });
  return [head, data, cpioPadding(data.length)];
}

/** The head of a file; its `size` bytes and then `cpioPadding(size)` must follow. */
export function cpioFileHead(entry: CpioFileHead, inode: number): Uint8Array {
  return header({ ...entry, inode, major: 0, minor: 0 });
}

/** Zeros from the end of `size` bytes to the next multiple of 4. */
export function cpioPadding(size: number): Uint8Array {
  return new Uint8Array((4 - (size % 4)) % 4);
}

/** The entry that ends an archive. Another archive may follow it at once. */
export function cpioTrailer(): Uint8Array {
  return record({ name: 'TRAILER!!!', fields: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] });
}

function dataOf(entry: CpioEntry): Uint8Array {
  if (entry.kind === 'file') return entry.data;
  return entry.kind === 'symlink' ? Buffer.from(entry.target) : new Uint8Array(0);
}

function header(
  entry: Named & {
    readonly kind: keyof typeof fileTypes;
    readonly inode: number;
    readonly size: number;
    readonly major: number;
    readonly minor: number;
  },
): Uint8Array {
  const { type, mode } = fileTypes[entry.kind];
  const bits = type | ((entry.mode ?? mode) & 0o7777);
  const links = entry.kind === 'directory' ? 2 : 1;
  return record({
    name: entry.path.replace(/^\/+/, '') || '.',
    fields: [
      entry.inode,
      bits,
      0,
      0,
      links,
      entry.mtime ?? 0,
      entry.size,
      0,
      0,
      entry.major,
      entry.minor,
    ],
  });
}

function record({ name, fields }: { name: string; fields: readonly number[] }): Uint8Array {
  const nameBytes = Buffer.from(`${name}\0`);
  if (nameBytes.indexOf(0) !== nameBytes.length - 1 || nameBytes.length > maxNameBytes) {
    throw new RangeError(`not a name for a cpio archive: ${JSON.stringify(name)}`);
  }
  const head = `070701${[...fields, nameBytes.length, 0].map(hexField).join('')}`;
  const length = head.length + nameBytes.length;
  return Buffer.concat([Buffer.from(head), nameBytes, cpioPadding(length)]);
}

function hexField(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > maxField) {
    throw new RangeError(`${value} does not fit into a cpio header`);
  }
  return value.toString(16).padStart(8, '0');
}
