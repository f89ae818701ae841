import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { demoId, demoRow } from '../../tools/demo/row.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';
import { projectDirectory } from '../../tools/shared/paths.ts';
import { deadMirror } from './demo-boot-folder.ts';
import type { Room } from './room.ts';

/** Puts the demo, whose mirror is switched off, into the catalogue of the room's own machines. */
export async function keepDemoRow(
  { folder }: Pick<Room, 'folder'>,
  publication: Publication,
  arch: MachineArchitecture = 'x86_64',
): Promise<void> {
  const key = await demoKey();
  const rows = join(folder, 'etc/webboot/distros');
  await mkdir(join(rows, 'keys'), { recursive: true });
  const row = demoRow(publication, { arch, mirrorUrl: deadMirror, key });
  await writeFile(join(rows, `${demoId}.json`), JSON.stringify(row));
  await writeFile(join(rows, 'keys/demo-key.asc'), key.publicKey);
}

/** A command line for webboot on one of these machines. `on` is `onServer` or `onRouter`. */
export function webbootIn(
  { folder }: Pick<Room, 'folder'>,
  on: readonly string[],
  words: readonly string[],
): readonly string[] {
  const withRow = `mount -t overlay overlay -o lowerdir=${folder}/etc:/etc /etc && exec "$@"`;
  const program = ['node', join(projectDirectory, 'bin/webboot.mjs')];
  return [...on, 'sh', '-c', withRow, 'sh', ...program, ...words];
}
