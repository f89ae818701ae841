import { constants } from 'node:fs';
import { mkdir, mkdtemp, open, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '../errors.ts';
import {
  environmentBlockBytes,
  formatEnvironmentBlock,
  readEnvironmentVariable,
} from '../formats/grub/environment-block.ts';
import { writeAll } from '../storage/write-all.ts';
import { mountVolume } from './mount-volume.ts';
import { readRegularFile } from './regular-file.ts';
import { run } from './run.ts';
import { runDirectory } from './run-directory.ts';

/**
 * What tells a stick from others of the same image: a random key in a file that GRUB reads into
 * `webboot.stick-key=`. It lies on the partition that GRUB loads webboot from.
 */
export interface StickKeys {
  /** Undefined for a stick that was not started yet, and for one without the file. */
  read(espDevice: string): Promise<string | undefined>;
  /** Whether it is on the stick now. */
  write(espDevice: string, key: string): Promise<boolean>;
}

/** tools/stick puts it there, without a key. */
const file = 'webboot/stick.env';
const variable = 'stickkey';

export const stickKeys: StickKeys = {
  read: async (device) => (await onVolume(device, 'ro', readKey)) ?? undefined,
  write: async (device, key) =>
    (await onVolume(device, 'rw', (folder) => writeKey(folder, key))) ?? false,
};

export async function readKey(folder: string): Promise<string | undefined> {
  try {
    const block = await readRegularFile(join(folder, file), { mostBytes: environmentBlockBytes });
    const key = block === undefined ? undefined : readEnvironmentVariable(block, variable);
    return key === '' ? undefined : key;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/**
 * Over the file's own bytes, whose first sector holds the key: after a power cut it is there or it
 * is not. GRUB replays no journal and no half-made file.
 */
export async function writeKey(folder: string, key: string): Promise<boolean> {
  const flags = constants.O_RDWR | constants.O_NOFOLLOW;
  const handle = await open(join(folder, file), flags).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    if ((await handle.stat()).size !== environmentBlockBytes) return false;
    await writeAll(handle, formatEnvironmentBlock({ [variable]: key }), 0);
    await handle.sync();
    return true;
  } finally {
    await handle.close();
  }
}

/** Undefined if it cannot be mounted, such as for writing on a stick that is write-protected. */
async function onVolume<T>(
  device: string,
  mode: 'ro' | 'rw',
  work: (folder: string) => Promise<T>,
): Promise<T | undefined> {
  await mkdir(runDirectory, { recursive: true });
  const mountPoint = await mkdtemp(join(runDirectory, 'esp-'));
  try {
    if (!(await mountVolume({ device, mountPoint, type: 'vfat' }, mode))) return undefined;
    try {
      return await work(mountPoint);
    } finally {
      await run('umount', [mountPoint]);
    }
  } finally {
    await rmdir(mountPoint).catch(() => {});
  }
}
