import { mkdir, open, readFile, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormatError, WebbootError } from '../errors.ts';
import { growPartition } from '../formats/gpt/grow.ts';
import { type PartitionTable, sectorBytes } from '../formats/gpt/partition-table.ts';
import { readPartitionTable } from '../formats/gpt/read.ts';
import { writePartitionTable } from '../formats/gpt/write.ts';
import { listDisks } from './block-devices.ts';
import { openFileMedium } from './file-medium.ts';
import { run } from './run.ts';
import { stickMountPoint } from './stick.ts';

/** A stick behind a hub takes a few seconds to appear. */
const searchMs = 10_000;
const lookMs = 100;
const growMs = 600_000;

interface FoundPartition {
  readonly disk: string;
  readonly device: string;
  readonly table: PartitionTable;
}

/**
 * Finds the partition that webboot's own stick keeps ISOs and settings on, by its identifier;
 * grows it to the stick's end, which is done at the first start; and mounts it. A stick that is not
 * there, or is write-protected, keeps nothing; it stops nothing either.
 * Returns the partition's device. Throws WebbootError.
 */
export async function openOwnStick(id: string): Promise<string> {
  const found = await searchPartition(id);
  if (found === undefined) {
    throw new WebbootError('sink-failed', 'The stick that webboot came from is not there.', {
      subject: id,
      remedy: 'Settings and images on it are left out. Put it in again and restart to have them.',
    });
  }
  await growOnDisk(found, id);
  await mkdir(stickMountPoint, { recursive: true });
  const options = 'rw,noatime,nodev,nosuid,noexec';
  const mounted = await run('mount', ['-t', 'ext4', '-o', options, found.device, stickMountPoint]);
  if (mounted.exitCode !== 0) {
    await rmdir(stickMountPoint);
    throw new WebbootError('mount-failed', `${found.device} could not be mounted.`, {
      subject: found.device,
      remedy: `Check it with e2fsck: ${mounted.stderr.trim()}`,
    });
  }
  // The file system grows while it is used; nobody waits for that, and a power cut only delays it.
  void run('resize2fs', [found.device], { timeoutMs: growMs }).catch(() => {});
  return found.device;
}

async function searchPartition(id: string): Promise<FoundPartition | undefined> {
  for (let waited = 0; ; waited += lookMs) {
    for (const disk of await listDisks()) {
      const found = await findPartition(disk, id);
      if (found !== undefined) return found;
    }
    if (waited >= searchMs) return undefined;
    await sleep(lookMs);
  }
}

async function findPartition(disk: string, id: string): Promise<FoundPartition | undefined> {
  const table = await readTable(disk);
  const slot = table?.partitions.findIndex((partition) => partition?.id === id) ?? -1;
  if (table === undefined || slot === -1) return undefined;
  // The kernel puts a p between a name that ends in a digit and the number: nvme0n1p3.
  const device = `${disk}${/\d$/.test(disk) ? 'p' : ''}${slot + 1}`;
  return { disk, device, table };
}

async function readTable(disk: string): Promise<PartitionTable | undefined> {
  try {
    const medium = await openFileMedium(disk);
    try {
      return await readPartitionTable(medium);
    } finally {
      await medium.close();
    }
  } catch (error) {
    if (error instanceof FormatError || error instanceof WebbootError) return undefined;
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
  await run('blockdev', ['--rereadpt', disk]);
  await waitForSize(disk, id);
}

/** Of the MBR; the partition entries behind it are the table's. */
const bootCodeBytes = 446;

async function waitForSize(disk: string, id: string): Promise<void> {
  const found = await findPartition(disk, id);
  const partition = found?.table.partitions.find((one) => one?.id === id);
  if (found === undefined || partition === undefined) return;
  const size = partition.lastSector - partition.firstSector + 1;
  const file = `/sys/class/block/${found.device.slice('/dev/'.length)}/size`;
  for (let waited = 0; waited < searchMs; waited += lookMs) {
    if (Number(await readFile(file, 'utf8').catch(() => '0')) === size) return;
    await sleep(lookMs);
  }
}
