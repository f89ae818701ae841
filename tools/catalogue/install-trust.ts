import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Metadata, MetadataKind } from '@tufjs/models';
import { projectDirectory } from '../shared/paths.ts';

/**
 * Puts a repository's root of trust into `distros/tuf`, with what it says now of the other roles:
 * an image built from then on takes nothing older.
 */
export async function installTrust(
  repository: string,
  urls: readonly string[],
  tuf = join(projectDirectory, 'distros/tuf'),
): Promise<void> {
  const metadata = join(repository, 'metadata');
  await mkdir(tuf, { recursive: true });
  const timestamp = await readFile(join(metadata, 'timestamp.json'), 'utf8');
  const { version } = Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(timestamp)).signed;
  await copyFile(join(metadata, 'root.json'), join(tuf, 'root.json'));
  await copyFile(join(metadata, 'timestamp.json'), join(tuf, 'timestamp.json'));
  await copyFile(join(metadata, `${version}.snapshot.json`), join(tuf, 'snapshot.json'));
  await copyFile(join(metadata, `${version}.targets.json`), join(tuf, 'targets.json'));
  await writeFile(join(tuf, 'repository.json'), `${JSON.stringify({ urls }, undefined, 2)}\n`);
}
