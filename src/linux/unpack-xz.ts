import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decompressWhole } from '../formats/compression/decompress-whole.ts';
import { run } from './run.ts';

/**
 * By the machine's own `unxz` (busybox has one), which is many times as fast as JavaScript. Where
 * it is missing or fails, JavaScript does it, or says what is wrong with the file.
 */
export async function unpackXz(
  files: readonly Uint8Array[],
  { mostBytes }: { readonly mostBytes: number },
): Promise<readonly Uint8Array[]> {
  return (
    (await unpackByProgram(files, mostBytes).catch(() => undefined)) ??
    Promise.all(files.map((file) => decompressWhole(file, mostBytes)))
  );
}

async function unpackByProgram(
  files: readonly Uint8Array[],
  mostBytes: number,
): Promise<readonly Uint8Array[] | undefined> {
  // A few small files in memory: a way through Node's thread pool costs more than each.
  const directory = mkdtempSync(join(tmpdir(), 'webboot-xz-'));
  try {
    const paths = files.map((_, index) => join(directory, String(index)));
    for (const [index, file] of files.entries()) writeFileSync(`${paths[index]}.xz`, file);
    // A file of a few bytes can unpack to all of the machine's RAM; ulimit counts in 512 bytes.
    const script = `ulimit -f ${mostBytes / 512} && exec unxz "$@"`;
    const packed = paths.map((path) => `${path}.xz`);
    const { exitCode } = await run('sh', ['-c', script, 'unxz', ...packed]);
    return exitCode === 0 ? paths.map((path) => readFileSync(path)) : undefined;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
