import { open, readdir, writeFile } from 'node:fs/promises';
import type { DebianPrograms } from './debian-programs.ts';

/**
 * The partition for ISOs and settings is ext4, not exFAT: it is made and filled without root, its
 * journal survives a power cut, and it grows while it is in use. Windows does not read it; webboot
 * puts ISOs there by itself.
 */
export const dataVolume = 'webboot-data';

const block = 4096;
/** Room for block group descriptors up to 1 TiB, so that growing is cheap. */
const growBlocks = 2 ** 40 / block;

/** Makes the file system with the files of `folder`; the same input gives the same bytes. */
export async function writeDataPartition(
  programs: DebianPrograms,
  {
    file,
    bytes,
    uuid,
    date,
    folder,
  }: { file: string; bytes: number; uuid: string; date: number; folder: string },
): Promise<void> {
  const handle = await open(file, 'w');
  await handle.truncate(bytes);
  await handle.close();
  await programs.run(
    'usr/sbin/mke2fs',
    [
      ...['-q', '-F', '-t', 'ext4', '-b', String(block), '-I', '256', '-m', '0', '-L', dataVolume],
      ...['-O', 'has_journal,extent,64bit,flex_bg,metadata_csum,resize_inode,sparse_super'],
      ...['-O', 'filetype,dir_index,ext_attr,large_file,huge_file,dir_nlink,extra_isize'],
      ...['-J', 'size=16', '-U', uuid, '-i', '65536'],
      ...['-E', `hash_seed=${uuid},resize=${growBlocks},root_owner=0:0,lazy_itable_init=0`],
      ...['-d', folder, file],
    ],
    { SOURCE_DATE_EPOCH: String(date) },
  );
  await setTimes(programs, { file, date, paths: await pathsBelow(folder) });
}

/** What mke2fs takes over from the host's files differs from build to build. */
async function setTimes(
  programs: DebianPrograms,
  { file, date, paths }: { file: string; date: number; paths: readonly string[] },
): Promise<void> {
  const commands = paths.flatMap((path) =>
    ['atime', 'ctime', 'mtime', 'crtime'].map((field) => `sif "${path}" ${field} @${date}\n`),
  );
  const script = `${file}.debugfs`;
  await writeFile(script, commands.join(''));
  await programs.run('usr/sbin/debugfs', ['-w', '-f', script, file], {
    SOURCE_DATE_EPOCH: String(date),
  });
}

async function pathsBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return ['/', ...names.map((name) => `/${name}`)].toSorted();
}

/** The smallest partition that holds files of so many bytes. */
export function dataPartitionBytes(contentBytes: number): number {
  const overhead = 48 * 2 ** 20;
  return Math.ceil((contentBytes * 1.02 + overhead) / 2 ** 20) * 2 ** 20;
}

/** Where webboot looks for ISOs. */
export const imagesFolder = 'Images';
