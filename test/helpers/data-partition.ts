import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import { readPartitionTable } from '../../src/formats/gpt/read.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';
import { copyInto } from '../../tools/stick/sparse-copy.ts';

/** What lies on a stick's data partition, by path; and the bytes of its file system. */
export interface DataContents {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly bytes: number;
}

/**
 * Reads a stick's data partition as the kernel would find it: on a copy, the journal is replayed
 * first. Throws where e2fsck then finds anything to repair.
 */
export async function readDataPartition(disk: string): Promise<DataContents> {
  const work = await mkdtemp(`${disk}.check-`);
  try {
    const part = join(work, 'data');
    await copyData(disk, part);
    // 1: it was not unmounted, and is in order by the journal.
    const replayed = await execa('e2fsck', ['-p', part], { reject: false });
    if ((replayed.exitCode ?? 8) > 1)
      throw new Error(`e2fsck: ${replayed.exitCode}: ${replayed.stdout} ${replayed.stderr}`);
    await execa('e2fsck', ['-f', '-n', part]);
    const { stdout } = await execa('dumpe2fs', ['-h', part]);
    const files = join(work, 'files');
    await execa('mkdir', [files]);
    await execa('debugfs', ['-R', `rdump / ${files}`, part]);
    const names = await readdir(files, { recursive: true, withFileTypes: true });
    const contents = names
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(files.length + 1), await readFile(path)] as const;
      });
    return {
      files: new Map(await Promise.all(contents)),
      bytes: 4096 * Number(/^Block count: +(\d+)/m.exec(stdout)?.[1]),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Puts a file onto a stick's data partition. */
export async function addFile(disk: string, source: string, path: string): Promise<void> {
  const { offset } = await findData(disk);
  await execa('debugfs', ['-w', '-R', `write ${source} ${path}`, `${disk}?offset=${offset}`]);
}

async function copyData(disk: string, target: string): Promise<void> {
  const { offset, bytes } = await findData(disk);
  const range = ['bs=1M', `skip=${offset / 2 ** 20}`, `count=${bytes / 2 ** 20}`];
  await execa('dd', [`if=${disk}`, `of=${target}`, ...range, 'conv=sparse', 'status=none']);
}

/** The data partition by the disk's own table. */
export async function findData(
  disk: string,
): Promise<{ readonly id: string; readonly offset: number; readonly bytes: number }> {
  const medium = await openFileMedium(disk);
  try {
    const data = (await readPartitionTable(medium)).partitions[2];
    if (data === undefined) throw new Error('no data partition');
    const sectors = data.lastSector - data.firstSector + 1;
    const { id, firstSector } = data;
    return { id, offset: firstSector * sectorBytes, bytes: sectors * sectorBytes };
  } finally {
    await medium.close();
  }
}

/** A copy that takes no more room than what is in it. */
export async function copySparse(from: string, to: string): Promise<void> {
  const target = await open(to, 'w');
  try {
    await target.truncate((await stat(from)).size);
    await copyInto(target, from, 0);
  } finally {
    await target.close();
  }
}
