import { access, mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormatError, WebbootError } from '../errors.ts';
import { growPartition } from '../formats/gpt/grow.ts';
import { type PartitionTable, sectorBytes } from '../formats/gpt/partition-table.ts';
import { readPartitionTable } from '../formats/gpt/read.ts';
import { writePartitionTable } from '../formats/gpt/write.ts';
import { listDisks } from './block-devices.ts';
import { openFileMedium } from './file-medium.ts';
import { findDevice } from './mount-volume.ts';
import { run } from './run.ts';
import { imagesFolder, stickMountPoint } from './stick.ts';

/** Of a partition that was just grown. */
const settleMs = 10_000;
const lookMs = 100;
const growMs = 600_000;

interface FoundPartition {
  readonly disk: string;
  readonly device: string;
  readonly table: PartitionTable;
}

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
 * The stick with the partition of this identifier. One look at a time. `list` names whole disks:
 * this machine's, unless a test brings its own.
 */
export function createOwnStick(id: string, list = listDisks): OwnStick {
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
      mounted = await mountOwn(found, id);
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
async function mountOwn(found: FoundPartition, id: string): Promise<string> {
  await growOnDisk(found, id);
  await mkdir(stickMountPoint, { recursive: true });
  const options = 'rw,noatime,nodev,nosuid,noexec';
  const { device } = found;
  const result = await run('mount', ['-t', 'ext4', '-o', options, device, stickMountPoint]);
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
  const folder = `${stickMountPoint}/${imagesFolder}`;
  await mkdir(folder, { recursive: true }).catch(() => {});
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.endsWith('.part')) await rm(`${folder}/${name}`, { force: true });
  }
}

/** Nothing can be written any more; what is open on it fails where it is used. */
async function letGo(): Promise<void> {
  await run('umount', ['-l', stickMountPoint]);
  await rmdir(stickMountPoint).catch(() => {});
}

async function isPresent(device: string): Promise<boolean> {
  return access(`/sys/class/block/${device.slice('/dev/'.length)}`).then(
    () => true,
    () => false,
  );
}

async function findPartition(
  disk: string,
  id: string,
): Promise<FoundPartition | 'unreadable' | undefined> {
  const table = await readTable(disk);
  if (table === 'unreadable') return table;
  const slot = table?.partitions.findIndex((partition) => partition?.id === id) ?? -1;
  if (table === undefined || slot === -1) return undefined;
  // The kernel puts a p between a name that ends in a digit and the number: nvme0n1p3.
  const device = `${disk}${/\d$/.test(disk) ? 'p' : ''}${slot + 1}`;
  return { disk, device, table };
}

async function readTable(disk: string): Promise<PartitionTable | 'unreadable' | undefined> {
  try {
    const medium = await openFileMedium(disk);
    try {
      return await readPartitionTable(medium);
    } finally {
      await medium.close();
    }
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    if (error instanceof WebbootError) return 'unreadable';
    throw error;
  }
}

/** What changes in the first table lies in here, which the kernel writes in one piece. */
const pageBytes = 4096;

/**
 * The copy at the new end first, and then the first table, whose header and slots must agree: a
 * power cut leaves the old table in force or the new one.
 */
async function growOnDisk({ disk, table }: FoundPartition, id: string): Promise<void> {
  const name = disk.slice('/dev/'.length);
  const diskSectors = Number(await readFile(`/sys/class/block/${name}/size`, 'utf8'));
  const grown = growPartition(table, { id, diskSectors });
  if (grown === undefined) return;
  const { head, tail } = writePartitionTable(grown);
  const handle = await open(disk, 'r+').catch(() => undefined);
  // Write-protected: it is used as it is.
  if (handle === undefined) return;
  try {
    await handle.write(tail, 0, tail.length, diskSectors * sectorBytes - tail.length);
    await handle.sync();
    const page = Buffer.from(head.subarray(0, pageBytes));
    await handle.read(page, 0, bootCodeBytes, 0);
    await handle.write(page, 0, pageBytes, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // Where another partition of it is in use, the kernel learns of it at the next start.
  const { exitCode } = await run('blockdev', ['--rereadpt', disk]);
  if (exitCode === 0) await waitForSize(disk, id);
}

/** Of the MBR; the partition entries behind it are the table's. */
const bootCodeBytes = 446;

async function waitForSize(disk: string, id: string): Promise<void> {
  const found = await findPartition(disk, id);
  if (found === undefined || found === 'unreadable') return;
  const partition = found.table.partitions.find((one) => one?.id === id);
  if (partition === undefined) return;
  const size = partition.lastSector - partition.firstSector + 1;
  const file = `/sys/class/block/${found.device.slice('/dev/'.length)}/size`;
  for (let waited = 0; waited < settleMs; waited += lookMs) {
    if (Number(await readFile(file, 'utf8').catch(() => '0')) === size) return;
    await sleep(lookMs);
  }
}
