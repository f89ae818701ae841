import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormatError, WebbootError } from '../errors.ts';
import { growPartition } from '../formats/gpt/grow.ts';
import { type PartitionTable, sectorBytes } from '../formats/gpt/partition-table.ts';
import { readPartitionTable } from '../formats/gpt/read.ts';
import { writePartitionTable } from '../formats/gpt/write.ts';
import { readDeviceSize } from '../storage/device-size.ts';
import { writeAll } from '../storage/write-all.ts';
import { openFileMedium } from './file-medium.ts';
import { run } from './run.ts';

/** Of a partition that was just grown. */
const settleMs = 10_000;
const lookMs = 100;

export interface FoundPartition {
  readonly disk: string;
  readonly device: string;
  readonly table: PartitionTable;
}

/** The partition of this identifier on a disk, by the disk's own table. */
export async function findPartition(
  disk: string,
  id: string,
): Promise<FoundPartition | 'unreadable' | undefined> {
  const table = await readTable(disk);
  if (table === 'unreadable') return table;
  const slot = table?.partitions.findIndex((partition) => partition?.id === id) ?? -1;
  if (table === undefined || slot === -1) return undefined;
  return { disk, device: deviceOf(disk, slot), table };
}

/** Of the UEFI specification, section 5.3.3. */
const espType = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';

/** The partition on the same disk that firmware and boot loader read. */
export function espOf({ disk, table }: FoundPartition): string | undefined {
  const slot = table.partitions.findIndex((partition) => partition?.type === espType);
  return slot === -1 ? undefined : deviceOf(disk, slot);
}

/** The kernel puts a p between a name that ends in a digit and the number: nvme0n1p3. */
function deviceOf(disk: string, slot: number): string {
  return `${disk}${/\d$/.test(disk) ? 'p' : ''}${slot + 1}`;
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
 * Grows the partition to the disk's end. The copy at the new end first, and then the first table,
 * whose header and slots must agree: a power cut leaves the old table in force or the new one.
 */
export async function growToEnd(
  { disk, table }: FoundPartition,
  { id, reread }: { id: string; reread: (disk: string) => Promise<boolean> },
): Promise<void> {
  const name = disk.slice('/dev/'.length);
  const diskSectors = (await readDeviceSize(`class/block/${name}`)) / sectorBytes;
  const grown = growPartition(table, { id, diskSectors });
  if (grown === undefined) return;
  const { head, tail } = writePartitionTable(grown);
  const handle = await open(disk, 'r+').catch(() => undefined);
  // Write-protected: it is used as it is.
  if (handle === undefined) return;
  try {
    const page = Buffer.from(head.subarray(0, pageBytes));
    const { bytesRead } = await handle.read(page, 0, bootCodeBytes, 0);
    // Without its boot code the stick would not start again.
    if (bytesRead < bootCodeBytes) return;
    await writeAll(handle, tail, diskSectors * sectorBytes - tail.length);
    await handle.sync();
    await writeAll(handle, page, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (await reread(disk)) await waitForSize(disk, id);
}

/** Has the kernel take over a disk's table; where a partition is in use, it does at the next start. */
export async function rereadTable(disk: string): Promise<boolean> {
  const { exitCode } = await run('blockdev', ['--rereadpt', disk]);
  return exitCode === 0;
}

/** Of the MBR; the partition entries behind it are the table's. */
const bootCodeBytes = 446;

async function waitForSize(disk: string, id: string): Promise<void> {
  const found = await findPartition(disk, id);
  if (found === undefined || found === 'unreadable') return;
  const partition = found.table.partitions.find((one) => one?.id === id);
  if (partition === undefined) return;
  const bytes = (partition.lastSector - partition.firstSector + 1) * sectorBytes;
  const entry = `class/block/${found.device.slice('/dev/'.length)}`;
  for (let waited = 0; waited < settleMs; waited += lookMs) {
    if ((await readDeviceSize(entry).catch(() => 0)) === bytes) return;
    await sleep(lookMs);
  }
}
