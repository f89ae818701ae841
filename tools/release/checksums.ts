import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileDigest } from '../bundle/inputs.ts';
import { runTool } from '../shared/tool.ts';

const listName = 'SHA256SUMS';

/** Writes the digests of every file of the directory, as `sha256sum -c` reads them. */
export async function writeChecksums(directory: string): Promise<string> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith(listName)).toSorted();
  const lines: string[] = [];
  for (const name of names) lines.push(`${await fileDigest(join(directory, name))}  ${name}\n`);
  const list = join(directory, listName);
  await writeFile(list, lines.join(''));
  return list;
}

/** Signs a list of digests with a minisign key; the signature lies next to it. */
export async function signChecksums(list: string, key: string, version: string): Promise<void> {
  await runTool('minisign', ['-S', '-s', key, '-m', list, '-t', `webboot ${version}`], {
    remedy: 'Check that the key is a minisign secret key, and that its passphrase is right.',
  });
}
