import { open, stat, writeFile } from 'node:fs/promises';
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
const flush = 1n;
const discard = 4n;

/** QEMU's arguments for a disk `medium` whose writes are logged to a file. */
export async function loggedDisk(disk: string, log: string): Promise<readonly string[]> {
  await writeFile(log, '');
  const options = [
    ...['driver=blklogwrites', 'node-name=medium', `log-sector-size=${sectorBytes}`],
    ...['file.driver=file', `file.filename=${disk}`, 'log.driver=file', `log.filename=${log}`],
  ];
  return ['-blockdev', options.join(',')];
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
 * what came later whatever `survives` says, each sector for itself.
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
      for (let at = 0; at < length; at += sectorBytes) {
        if (survives()) await writeAt(target, offset + at, bytes.subarray(at, at + sectorBytes));
      }
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}
