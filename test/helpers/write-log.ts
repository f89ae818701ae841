import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { writeAt } from '../../tools/stick/sparse-copy.ts';
import { copySparse } from './data-partition.ts';

/** What a guest wrote to its disk, in order; the device may forget what no flush follows. */
export interface LoggedWrite {
  readonly isFlush: boolean;
  readonly offset: number;
  readonly length: number;
  /** Where its data lies in the log. */
  readonly data: number;
}

const sectorBytes = 512;
const pageBytes = 4096;
const flush = 1n;
const discard = 4n;

/** A disk's file as a block device of this machine, every write to which is logged. */
export interface LoggedDisk {
  readonly device: string;
  close(): Promise<void>;
}

/** By QEMU's storage daemon, FUSE and a loop device: as root, on a kernel that has these. */
export async function openLoggedDisk(disk: string, log: string): Promise<LoggedDisk> {
  const point = `${disk}.export`;
  await writeFile(log, '');
  await writeFile(point, '');
  const medium = [
    ...['driver=blklogwrites', 'node-name=medium', `log-sector-size=${sectorBytes}`],
    ...['file.driver=file', `file.filename=${disk}`, 'log.driver=file', `log.filename=${log}`],
  ].join(',');
  const exported = `type=fuse,id=disk,node-name=medium,mountpoint=${point},writable=on`;
  const daemon = execa('qemu-storage-daemon', ['--blockdev', medium, '--export', exported], {
    reject: false,
  });
  const close = async () => {
    daemon.kill('SIGTERM');
    await daemon;
    await rm(point, { force: true });
  };
  try {
    await waitForMount(point);
    const { stdout: device } = await execa('losetup', ['--find', '--show', point]);
    return {
      device,
      close: async () => {
        await execa('losetup', ['--detach', device]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function waitForMount(point: string): Promise<void> {
  for (let looks = 0; looks < 100; looks += 1) {
    if ((await readFile('/proc/self/mounts', 'utf8')).includes(` ${point} fuse`)) return;
    await sleep(100);
  }
  throw new Error('the storage daemon exports nothing: it takes root, and /dev/fuse');
}

/** Reads a log of QEMU's `blklogwrites`, which is that of the kernel's dm-log-writes. */
export async function readWriteLog(log: string): Promise<readonly LoggedWrite[]> {
  const { size } = await stat(log);
  const file = await open(log);
  const writes: LoggedWrite[] = [];
  try {
    const header = Buffer.alloc(32);
    // The superblock counts what was there at the last flush; the file's end counts here.
    for (let at = sectorBytes; at + sectorBytes <= size; ) {
      await file.read(header, 0, header.length, at);
      const offset = Number(header.readBigUInt64LE(0)) * sectorBytes;
      const flags = header.readBigUInt64LE(16);
      const length = Number(header.readBigUInt64LE(8)) * sectorBytes;
      const data = at + sectorBytes;
      if ((flags & discard) === 0n && data + length > size) break;
      writes.push({ isFlush: (flags & flush) !== 0n, offset, length, data });
      at = (flags & discard) === 0n ? data + length : data;
    }
  } finally {
    await file.close();
  }
  return writes.filter(({ isFlush, length }) => isFlush || length > 0);
}

/**
 * A disk as a power cut after `until` writes may leave it: everything up to the last flush, and of
 * what came later whatever `survives` says, each page for itself: ext4 takes the write of a block,
 * its superblock among them, for one that is done or not, and so does flash.
 */
export async function writeCutDisk(
  { before, log, writes }: { before: string; log: string; writes: readonly LoggedWrite[] },
  { out, until, survives }: { out: string; until: number; survives: () => boolean },
): Promise<void> {
  await copySparse(before, out);
  const flushed = writes.slice(0, until).findLastIndex(({ isFlush }) => isFlush);
  const [source, target] = [await open(log), await open(out, 'r+')];
  try {
    for (const [index, { offset, length, data }] of writes.slice(0, until).entries()) {
      const bytes = Buffer.alloc(length);
      await source.read(bytes, 0, length, data);
      if (index <= flushed) {
        await writeAt(target, offset, bytes);
        continue;
      }
      for (let at = 0; at < length; ) {
        const end = Math.min(length, at + pageBytes - ((offset + at) % pageBytes));
        if (survives()) await writeAt(target, offset + at, bytes.subarray(at, end));
        at = end;
      }
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}
