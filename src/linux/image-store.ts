import { lstat, mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../core/defined.ts';
import { readFileSystemType } from '../formats/file-system-type.ts';
import type { KeepImage } from '../ports/transfer.ts';
import { listVolumes } from './block-devices.ts';
import { openFileMedium } from './file-medium.ts';
import { inFolder, openFolder } from './folder.ts';
import type { ImageStore } from './image-folder.ts';
import { findMountPoint, mountVolume } from './mount-volume.ts';
import { readRegularFile } from './regular-file.ts';
import { run } from './run.ts';
import { runDirectory } from './run-directory.ts';
import { imagesFolder } from './stick.ts';
import { storeImage } from './store-image.ts';

/** An image that lies on this machine. */
export interface StoredImage {
  readonly path: string;
  readonly bytes: number;
}

export interface StoreContents {
  readonly images: readonly StoredImage[];
  /** The device that can be kept on; absent where there is none. */
  readonly keepsOn?: string;
}

/** The folders for images on this machine's volumes, as its disks and sticks come up. */
export interface ImageStores {
  /** What there is, again each time a volume came or was pulled out. Ends with the signal. */
  watch(signal?: AbortSignal): AsyncGenerator<StoreContents>;
  readonly keep: KeepImage;
}

const mountRoot = `${runDirectory}/stores`;
/** Bigger ones are no checksum files and no signatures. */
const smallBytes = 4 * 1024 * 1024;
/** A stick behind a hub takes a few seconds to appear; later on somebody has to put one in. */
const quickLooks = 40;
const quickMs = 300;
const slowMs = 4_000;

/** `volumes` lists block devices that may hold a store: this machine's, unless a test brings its own. */
export function createImageStores(volumes = listVolumes): ImageStores {
  let stores: readonly ImageStore[] = [];
  let seen: readonly string[] = [];
  const keeper = () => stores.find(({ device }) => device !== undefined);
  const look = async () => {
    const present = await volumes();
    const gone = stores.filter(({ device }) => device && !present.includes(device));
    for (const store of gone) await letGo(store);
    if (gone.length > 0) stores = stores.filter((store) => !gone.includes(store));
    const fresh = present.filter((device) => !seen.includes(device));
    seen = present;
    for (const device of fresh) {
      const store = await mountStore(device);
      if (store !== undefined) stores = [...stores, store];
    }
  };
  return {
    async *watch(signal) {
      if (await isDirectory(`/${imagesFolder}`)) stores = [{ directory: `/${imagesFolder}` }];
      for (let made = 0; !signal?.aborted; made += 1) {
        // Nothing is to run on for the sake of the next look.
        const pause = made < quickLooks ? quickMs : slowMs;
        if (made > 0) await sleep(pause, undefined, { ref: false });
        const before = stores;
        await look();
        if (stores === before && made > 0) continue;
        const device = keeper()?.device;
        const images = (await Promise.all(stores.map(listImages))).flat();
        yield { images, ...defined({ keepsOn: device }) };
      }
    },
    keep: async (request) => {
      // Without a menu nobody has looked yet.
      if (keeper() === undefined) await look();
      const store = keeper();
      return store === undefined ? undefined : storeImage(store, request);
    },
  };
}

/** A checksum file or a signature beside an image; undefined for what is none. */
export async function readLocalFile(path: string): Promise<Uint8Array | undefined> {
  return readRegularFile(path, { mostBytes: smallBytes }).catch(() => undefined);
}

async function listImages({ directory }: ImageStore): Promise<readonly StoredImage[]> {
  const files = await inFolder(openFolder(directory), (folder) => folder.files()).catch(() => []);
  return files
    .filter(({ name }) => /\.iso$/i.test(name))
    .map(({ name, bytes }) => ({ path: join(directory, name), bytes }));
}

/** Mounts a volume that has the folder; leaves any other as it was. */
async function mountStore(device: string): Promise<ImageStore | undefined> {
  const there = await findMountPoint(device);
  if (there !== undefined) {
    const directory = join(there, imagesFolder);
    return (await isDirectory(directory)) ? { directory, device } : undefined;
  }
  const type = await fileSystemOn(device);
  if (type === undefined) return undefined;
  const mountPoint = join(mountRoot, device.slice('/dev/'.length));
  await mkdir(mountPoint, { recursive: true });
  const volume = { device, mountPoint, type };
  if (await mountVolume(volume, 'ro')) {
    const directory = join(mountPoint, imagesFolder);
    if (await isDirectory(directory)) return { directory, device, volume };
    await run('umount', [mountPoint]);
  }
  await rmdir(mountPoint).catch(() => {});
  return undefined;
}

/** The device is gone: whatever is still open on it fails where it is used. */
async function letGo({ volume }: ImageStore): Promise<void> {
  if (volume === undefined) return;
  await run('umount', ['-l', volume.mountPoint]);
  await rmdir(volume.mountPoint).catch(() => {});
}

/** Undefined too where the device cannot be read, such as a card reader without a card. */
async function fileSystemOn(device: string): Promise<string | undefined> {
  try {
    const medium = await openFileMedium(device);
    try {
      return await readFileSystemType(medium);
    } finally {
      await medium.close();
    }
  } catch {
    return undefined;
  }
}

/** A link to one is none: it may lead off the volume. */
async function isDirectory(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
