import { randomBytes } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StickMark } from '../core/settings/webboot-parameters.ts';
import { WebbootError } from '../errors.ts';
import { listDisks } from './block-devices.ts';
import { exists } from './exists.ts';
import { type Folder, inFolder, openFolder } from './folder.ts';
import { findDevice, mountGuarded } from './mount-volume.ts';
import {
  espOf,
  type FoundPartition,
  findPartition,
  growToEnd,
  rereadTable,
} from './own-partition.ts';
import { run } from './run.ts';
import { imagesFolder, stickMountPoint } from './stick.ts';
import { stickKeys } from './stick-key.ts';

const lookMs = 100;
const growMs = 600_000;

/** The partition that webboot's own stick keeps ISOs, settings and logs on. */
export interface OwnStick {
  /**
   * Mounts it once it is there, grown to the stick's end, which is done at the first start; lets
   * go of it once it was pulled out. Returns the device while it is mounted. A disk is judged once
   * for as long as it is there: WebbootError for one that cannot be mounted comes once, and for
   * several that could be it.
   */
  look(): Promise<string | undefined>;
  /** Looks until it is mounted, for a boot without a person that needs its settings. */
  wait(timeoutMs: number): Promise<string | undefined>;
}

/**
 * The stick that webboot was loaded from. All sticks of one image have the same identifiers; the
 * key tells them apart, which is written at the first start of each (docs/stick.md). One look at a
 * time. A test brings its own disks, keys and mount point, and what has the kernel read a disk's table anew.
 */
export function createOwnStick(
  { id, key: given, keyless }: StickMark,
  { list = listDisks, reread = rereadTable, keys = stickKeys, mountPoint = stickMountPoint } = {},
): OwnStick {
  let key = given;
  let mounted: string | undefined;
  let judged: readonly string[] = [];

  const look = async (): Promise<string | undefined> => {
    mounted ??= await findDevice(mountPoint);
    if (mounted !== undefined) {
      if (await isPresent(mounted)) return mounted;
      await letGo(mountPoint);
      mounted = undefined;
    }
    const disks = await list();
    judged = judged.filter((disk) => disks.includes(disk));
    const candidates: FoundPartition[] = [];
    for (const disk of disks.filter((name) => !judged.includes(name))) {
      const found = await findPartition(disk, id);
      // A disk is there before it can be read, and before its partitions are.
      if (found === 'unreadable') continue;
      if (found !== undefined && !(await isPresent(found.device))) continue;
      judged = [...judged, disk];
      if (found !== undefined && (await isOwn(found))) candidates.push(found);
    }
    const [found] = candidates;
    if (found === undefined) return undefined;
    if (candidates.length > 1) throw ambiguous(candidates);
    await personalise(found);
    await growToEnd(found, { id, reread });
    mounted = await mountOwn(found, mountPoint);
    return mounted;
  };

  /** At its first start a stick has no key, and none was handed over; any other has its own. */
  const isOwn = async (found: FoundPartition): Promise<boolean> => {
    if (keyless) return true;
    const esp = espOf(found);
    return (esp === undefined ? undefined : await keys.read(esp)) === key;
  };

  /** From now on no other stick of the same image is taken for this one. */
  const personalise = async (found: FoundPartition): Promise<void> => {
    const esp = espOf(found);
    if (keyless || key !== undefined || esp === undefined) return;
    const fresh = randomBytes(16).toString('hex');
    if (await keys.write(esp, fresh)) key = fresh;
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

function ambiguous(candidates: readonly FoundPartition[]): WebbootError {
  const disks = candidates.map(({ disk }) => disk).join(' and ');
  return new WebbootError('mount-failed', `${disks} are copies of the same new stick.`, {
    remedy: 'Unplug all sticks except the one to start from, then restart.',
  });
}

/** A stick that is write-protected keeps nothing; it stops nothing either. */
async function mountOwn({ device }: FoundPartition, mountPoint: string): Promise<string> {
  await mkdir(mountPoint, { recursive: true });
  const volume = { device, mountPoint, type: 'ext4' };
  const result = await mountGuarded(volume, 'rw,noatime');
  if (result.exitCode !== 0) {
    await rmdir(mountPoint).catch(() => {});
    throw new WebbootError('mount-failed', `${device} could not be mounted.`, {
      subject: device,
      remedy: `Check it with e2fsck: ${result.stderr.trim()}`,
    });
  }
  await prepareFolder(mountPoint);
  // The file system grows while it is used; nobody waits for that, and a power cut only delays it.
  void run('resize2fs', [device], { timeoutMs: growMs }).catch(() => {});
  return device;
}

/** There for images to be kept in, without what a power cut left of one. */
async function prepareFolder(mountPoint: string): Promise<void> {
  const prepare = async (folder: Folder) => {
    for (const { name } of await folder.files()) {
      if (name.endsWith('.part')) await folder.remove(name);
    }
  };
  await inFolder(openFolder(mountPoint), (root) =>
    inFolder(root.subfolder(imagesFolder), prepare),
  ).catch(() => {});
}

/** Nothing can be written any more; what is open on it fails where it is used. */
async function letGo(mountPoint: string): Promise<void> {
  await run('umount', ['-l', mountPoint]);
  await rmdir(mountPoint).catch(() => {});
}

/** Its node in /dev comes a moment after its directory in /sys, and both go with it. */
async function isPresent(device: string): Promise<boolean> {
  const known = `/sys/class/block/${device.slice('/dev/'.length)}`;
  return (await exists(known)) && (await exists(device));
}
