import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containerOf } from '../../core/upgrade/container-name.ts';
import { wipeFile, wipeFolder } from './wipe.ts';

/** In the container's folder of the upgrade: where its checkpoint is. */
const file = 'place';

/** Next to the checkpoint: the container's /dev/shm (podman: libpod/container_internal_common.go). */
const sharedMemory = 'devshm-checkpoint.tar';

/** Notes where podman puts a checkpoint, before there is one. `images` is the container's folder of the upgrade. */
export async function notePlace(images: string, place: string): Promise<void> {
  await mkdir(images, { recursive: true, mode: 0o700 });
  await writeFile(join(images, file), `${place}\n`, { mode: 0o600 });
}

/** Wipes the checkpoints that podman keeps for the upgrade in a directory. */
export async function wipeContainers(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    if (containerOf(name) === undefined) continue;
    const text = await readFile(join(directory, name, 'images', file), 'utf8').catch(() => '');
    const place = text.trim();
    if (!place.startsWith('/') || !place.endsWith('/userdata/checkpoint')) continue;
    await wipeFolder(place);
    await wipeFile(join(dirname(place), sharedMemory));
  }
}
