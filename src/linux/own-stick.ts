import { mkdir, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../errors.ts';
import { listDisks } from './block-devices.ts';
import { exists } from './exists.ts';
import { type Folder, inFolder, openFolder } from './folder.ts';
import { findDevice, mountGuarded } from './mount-volume.ts';
import { type FoundPartition, findPartition, growToEnd, rereadTable } from './own-partition.ts';
import { run } from './run.ts';
import { imagesFolder, stickMountPoint } from './stick.ts';

const lookMs = 100;
const growMs = 600_000;

/** The partition that webboot's own stick keeps ISOs, settings and logs on. */
export interface OwnStick {
  /**
   * Mounts it once it is there, grown to the stick's end, which is done at the first start; lets
   * go of it once it was pulled out. Returns the device while it is mounted. A disk is judged once
   * for as long as it is there: WebbootError for one that cannot be mounted comes once.
   */
  look(): Promise<string | undefined>;
  /** Looks until it is mounted, for a boot without a person that needs its settings. */
  wait(timeoutMs: number): Promise<string | undefined>;
}

/**
 * The stick with the partition of this identifier. One look at a time. A test brings its own disks,
 * and what has the kernel read a disk's table anew.
 */
export function createOwnStick(
  id: string,
  { list = listDisks, reread = rereadTable } = {},
): OwnStick {
  let mounted: string | undefined;
  let judged: readonly string[] = [];

  const look = async (): Promise<string | undefined> => {
    mounted ??= await findDevice(stickMountPoint);
    if (mounted !== undefined) {
      if (await isPresent(mounted)) return mounted;
      await letGo();
      mounted = undefined;
    }
    const disks = await list();
    judged = judged.filter((disk) => disks.includes(disk));
    for (const disk of disks.filter((name) => !judged.includes(name))) {
      const found = await findPartition(disk, id);
      // A disk is there before it can be read, and before its partitions are.
      if (found === 'unreadable') continue;
      if (found !== undefined && !(await isPresent(found.device))) continue;
      judged = [...judged, disk];
      if (found === undefined) continue;
      await growToEnd(found, { id, reread });
      mounted = await mountOwn(found);
      break;
    }
    return mounted;
  };

  return {
    look,
    async wait(timeoutMs) {
      for (let waited = 0; waited < timeoutMs; waited += lookMs) {
        const device = await look();
        if (device !== undefined) return device;
        await sleep(lookMs);
      }
      return undefined;
    },
  };
}

/** A stick that is write-protected keeps nothing; it stops nothing either. */
async function mountOwn({ device }: FoundPartition): Promise<string> {
  await mkdir(stickMountPoint, { recursive: true });
  const volume = { device, mountPoint: stickMountPoint, type: 'ext4' };
  const result = await mountGuarded(volume, 'rw,noatime');
  if (result.exitCode !== 0) {
    await rmdir(stickMountPoint);
    throw new WebbootError('mount-failed', `${device} could not be mounted.`, {
      subject: device,
      remedy: `Check it with e2fsck: ${result.stderr.trim()}`,
    });
  }
  await prepareFolder();
  // The file system grows while it is used; nobody waits for that, and a power cut only delays it.
  void run('resize2fs', [device], { timeoutMs: growMs }).catch(() => {});
  return device;
}

/** There for images to be kept in, without what a power cut left of one. */
async function prepareFolder(): Promise<void> {
  const prepare = async (folder: Folder) => {
    for (const { name } of await folder.files()) {
      if (name.endsWith('.part')) await folder.remove(name);
    }
  };
  await inFolder(openFolder(stickMountPoint), (root) =>
    inFolder(root.subfolder(imagesFolder), prepare),
  ).catch(() => {});
}

/** Nothing can be written any more; what is open on it fails where it is used. */
async function letGo(): Promise<void> {
  await run('umount', ['-l', stickMountPoint]);
  await rmdir(stickMountPoint).catch(() => {});
}

/** Its node in /dev comes a moment after its directory in /sys, and both go with it. */
async function isPresent(device: string): Promise<boolean> {
  const known = `/sys/class/block/${device.slice('/dev/'.length)}`;
  return (await exists(known)) && (await exists(device));
}
