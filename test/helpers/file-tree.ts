import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TemporaryTree extends AsyncDisposable {
  readonly path: string;
}

/** Files by path, in a directory that goes with the end of the block: `await using`. */
export async function temporaryTree(
  files: Readonly<Record<string, string>>,
): Promise<TemporaryTree> {
  const path = await mkdtemp(join(tmpdir(), 'webboot-tree-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
