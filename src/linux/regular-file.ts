import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * The bytes of a small file that somebody else may have put there; undefined if there is none.
 * Throws WebbootError `unsupported-image` for anything but a regular file (a link, a FIFO, which
 * would never end, a device) and `too-large` for more than `mostBytes`.
 */
export async function readRegularFile(
  path: string,
  { mostBytes, followLinks = false }: { mostBytes: number; followLinks?: boolean },
): Promise<Uint8Array | undefined> {
  const handle = await openRegularFile(path, { followLinks }).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    return await readBounded(handle, path, mostBytes);
  } finally {
    await handle.close();
  }
}

/** The same as text. */
export async function readRegularText(
  path: string,
  options: { mostBytes: number; followLinks?: boolean },
): Promise<string | undefined> {
  const bytes = await readRegularFile(path, options);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** Opens a regular file for reading; whoever calls closes it. Never waits for a FIFO's other end. */
export async function openRegularFile(
  path: string,
  { followLinks = false }: { followLinks?: boolean } = {},
): Promise<FileHandle> {
  const links = followLinks ? 0 : O_NOFOLLOW;
  const handle = await open(path, O_RDONLY | O_NONBLOCK | links).catch((cause: unknown) => {
    throw codeOf(cause) === 'ELOOP' ? notRegular(path, cause) : cause;
  });
  try {
    if ((await handle.stat()).isFile()) return handle;
    throw notRegular(path, undefined);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The size that a file claims is not believed: it may grow, and those of the kernel claim none. */
async function readBounded(
  handle: FileHandle,
  path: string,
  mostBytes: number,
): Promise<Uint8Array> {
  const { size } = await handle.stat();
  let bytes = new Uint8Array(Math.min(Math.max(size, 4096), mostBytes) + 1);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
    filled += bytesRead;
    if (filled > mostBytes) throw tooLarge(path, mostBytes);
    if (bytesRead === 0) return bytes.slice(0, filled);
    if (filled === bytes.length) {
      const larger = new Uint8Array(Math.min(2 * filled, mostBytes) + 1);
      larger.set(bytes);
      bytes = larger;
    }
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function notRegular(path: string, cause: unknown): WebbootError {
  return new WebbootError('unsupported-image', `${path} is not a regular file.`, {
    subject: path,
    remedy: 'Put a regular file there: links, pipes and devices are not read.',
    cause,
  });
}

function tooLarge(path: string, mostBytes: number): WebbootError {
  return new WebbootError('too-large', `${path} is larger than ${mostBytes} bytes.`, {
    subject: path,
    remedy: 'Check that it is the right file.',
  });
}
