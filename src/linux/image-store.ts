import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../errors.ts';
import { copyImage } from './copy-image.ts';
import { run } from './run.ts';

/** An image that lies on this machine. */
export interface StoredImage {
  readonly path: string;
  readonly bytes: number;
}

/** A partition with a folder `Images/`, mounted. */
export interface ImageStore {
  /** The folder, as it can be read. */
  readonly directory: string;
  /** The partition's device; absent for the folder in webboot's own image. */
  readonly device?: string;
}

const mountRoot = '/run/webboot/stores';
/** The folder as webboot's forerunner had it. */
const folder = 'Images';
/** Bigger ones are no checksum files and no signatures. */
const smallBytes = 4 * 1024 * 1024;
/** What sticks and disks are formatted with. */
const fileSystems = ['vfat', 'exfat', 'ext4', 'ntfs3', 'btrfs', 'xfs', 'iso9660'];

export async function readLocalFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(path);
    return size > smallBytes ? undefined : new Uint8Array(await readFile(path));
  } catch {
    return undefined;
  }
}

/**
 * Looks at every partition for a folder `Images/`, read-only, and leaves those mounted that have
 * one. A journal is not replayed and nothing is written: the disks are somebody's.
 */
export async function findImageStores(signal?: AbortSignal): Promise<readonly ImageStore[]> {
  const stores: ImageStore[] = [];
  if (await isDirectory(`/${folder}`)) stores.push({ directory: `/${folder}` });
  for (const device of await listPartitions()) {
    if (signal?.aborted) break;
    const directory = await mountIfStore(device);
    if (directory !== undefined) stores.push({ directory, device });
  }
  return stores;
}

/** The ISO images of a store, by name. */
export async function listImages({ directory }: ImageStore): Promise<readonly StoredImage[]> {
  const names = (await readdir(directory)).filter((name) => /\.iso$/i.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const stats = await stat(path).catch(() => undefined);
      return stats?.isFile() ? { path, bytes: stats.size } : undefined;
    }),
  );
  return found.filter((image) => image !== undefined);
}

/** Block devices that may hold a file system: partitions, and disks that have none. */
async function listPartitions(): Promise<readonly string[]> {
  const names = await readdir('/sys/class/block').catch(() => []);
  const candidates = names.filter((name) => !/^(loop|ram|zram|pmem|dm-|md|sr|fd|nbd)/.test(name));
  const withParts = new Set(
    await Promise.all(candidates.map((name) => parentOf(name))).then((parents) => parents.flat()),
  );
  return candidates
    .filter((name) => !withParts.has(name))
    .sort()
    .map((name) => `/dev/${name}`);
}

/** The disk of a partition: the directory above it in sysfs. */
async function parentOf(name: string): Promise<readonly string[]> {
  const partition = await stat(`/sys/class/block/${name}/partition`).catch(() => undefined);
  if (partition === undefined) return [];
  const { readlink } = await import('node:fs/promises');
  const parts = (await readlink(`/sys/class/block/${name}`)).split('/');
  return parts.slice(-2, -1);
}

async function mountIfStore(device: string): Promise<string | undefined> {
  const place = join(mountRoot, device.slice('/dev/'.length));
  await mkdir(place, { recursive: true });
  for (const type of fileSystems) {
    const options = type === 'ext4' ? 'ro,noload,nodev,nosuid,noexec' : 'ro,nodev,nosuid,noexec';
    const mounted = await run('mount', ['-t', type, '-o', options, device, place]);
    if (mounted.exitCode !== 0) continue;
    const directory = join(place, folder);
    if (await isDirectory(directory)) return directory;
    await run('umount', [place]);
    break;
  }
  await rmdir(place).catch(() => {});
  return undefined;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

export interface KeepRequest {
  readonly store: ImageStore;
  /** The medium that the image lies on. */
  readonly from: string;
  readonly bytes: number;
  readonly fileName: string;
  /** Checksum and signature files to lie beside it, by name. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
  readonly signal?: AbortSignal;
}

/**
 * Copies a verified image and its signatures into a store. The image gets its name last, when it
 * is whole and on the disk. Throws WebbootError `sink-failed`.
 */
export async function keepImage(request: KeepRequest): Promise<string> {
  const { store, fileName } = request;
  const mountPoint = store.directory.slice(0, -folder.length - 1);
  const target = join(store.directory, fileName);
  const part = `${target}.part`;
  await remount(store, mountPoint, 'rw');
  try {
    for (const [name, bytes] of request.beside) await writeFile(join(store.directory, name), bytes);
    await (await open(part, 'w')).close();
    await copyImage({
      from: request.from,
      to: part,
      bytes: request.bytes,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    const file = await open(part, 'r+');
    await file.sync();
    await file.close();
    await rename(part, target);
    return target;
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof WebbootError) throw cause;
    throw new WebbootError('sink-failed', `${fileName} could not be kept on ${store.device}.`, {
      subject: target,
      remedy: 'Check the space on the stick, and its write-protect switch.',
      cause,
    });
  } finally {
    await run('sync', []);
    await remount(store, mountPoint, 'ro').catch(() => {});
  }
}

async function remount(store: ImageStore, mountPoint: string, mode: 'ro' | 'rw'): Promise<void> {
  if (store.device === undefined) return;
  const result = await run('mount', ['-o', `remount,${mode}`, mountPoint]);
  if (result.exitCode === 0) return;
  throw new WebbootError('sink-failed', `${store.device} could not be made writable.`, {
    subject: store.device,
    remedy: 'Check its write-protect switch, or repair its file system.',
  });
}
