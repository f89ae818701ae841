import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../errors.ts';
import type { NewFiles } from '../ports/new-files.ts';
import type { Medium } from '../ports/random-access.ts';
import { writeAll } from '../storage/write-all.ts';
import { openFileMedium } from './file-medium.ts';

/**
 * Lets `use` write new files into a directory, which is made if it is not there. Nothing that exists
 * is written to or followed (O_EXCL), and what was written goes again if `use` fails.
 */
export async function withNewFiles<T>(
  directory: string,
  use: (files: NewFiles) => Promise<T>,
): Promise<T> {
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw notWritten(directory, cause);
  });
  const written: string[] = [];
  const open: Medium[] = [];
  try {
    return await use({
      async write(name, chunks) {
        const path = join(directory, name);
        const file = await create(path);
        written.push(path);
        const { bytes, sha256 } = await writeChunks(file, path, chunks);
        const content = await openFileMedium(path);
        open.push(content);
        return { bytes, sha256, content };
      },
    });
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    throw error;
  } finally {
    for (const medium of open) await medium.close();
  }
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o644);
  } catch (cause) {
    throw notWritten(path, cause);
  }
}

async function writeChunks(
  file: FileHandle,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await writeAll(file, chunk, bytes).catch((cause: unknown) => {
        throw notWritten(path, cause);
      });
      bytes += chunk.length;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

function notWritten(path: string, cause: unknown): WebbootError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new WebbootError('sink-failed', `${path} cannot be written: ${why}.`, {
    subject: path,
    remedy: 'Name a directory that you may write to and that has no such file.',
    cause,
  });
}
