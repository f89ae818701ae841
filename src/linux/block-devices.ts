import { readdir, readlink, stat } from 'node:fs/promises';

const sysfs = '/sys/class/block';
/** What is made by the kernel, or read by its own drivers only. */
const unsuited = /^(loop|ram|zram|pmem|dm-|md|fd|nbd|sr)/;

/** Devices that may hold a file system of somebody's: partitions, and disks that have none. */
export async function listVolumes(): Promise<readonly string[]> {
  const names = (await readdir(sysfs).catch(() => [])).filter((name) => !unsuited.test(name));
  const divided = new Set((await Promise.all(names.map(diskOf))).flat());
  return names
    .filter((name) => !divided.has(name))
    .sort()
    .map((name) => `/dev/${name}`);
}

/** Whole disks, whether they have partitions or not. */
export async function listDisks(): Promise<readonly string[]> {
  const names = (await readdir(sysfs).catch(() => [])).filter((name) => !unsuited.test(name));
  const partitions = await Promise.all(names.map(isPartition));
  return names.filter((_, index) => !partitions[index]).map((name) => `/dev/${name}`);
}

/** A partition's disk, the directory above its own in sysfs; none for what is no partition. */
async function diskOf(name: string): Promise<readonly string[]> {
  if (!(await isPartition(name))) return [];
  const target = await readlink(`${sysfs}/${name}`).catch(() => '');
  return target.split('/').slice(-2, -1);
}

async function isPartition(name: string): Promise<boolean> {
  return stat(`${sysfs}/${name}/partition`).then(
    () => true,
    () => false,
  );
}
