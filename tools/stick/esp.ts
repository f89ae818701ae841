import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parentsOf } from '../image/archive.ts';
import { runTool } from '../shared/tool.ts';

/** A file of the host by its path in the image, without a slash in front. */
export type FileList = ReadonlyMap<string, string>;

/** Makes a FAT file system with these files; the same input gives the same bytes. */
export async function writeFat(
  file: string,
  {
    bytes,
    volumeId,
    files,
    date,
    fat32,
  }: {
    bytes: number;
    /** 8 hexadecimal digits. */
    volumeId: string;
    files: FileList;
    /** Seconds since 1970, of every file. */
    date: number;
    /** As the specification of the ESP of a disk wants it; else as the size suggests. */
    fat32: boolean;
  },
): Promise<void> {
  const env = { SOURCE_DATE_EPOCH: String(date), TZ: 'UTC', MTOOLS_SKIP_CHECK: '1' };
  const kind = fat32 ? ['-F', '32', '-s', '8'] : [];
  await runTool(
    'mkfs.vfat',
    [
      ...['--invariant', '-n', 'WEBBOOT', '-i', volumeId, ...kind],
      ...['-C', file, String(Math.ceil(bytes / 1024))],
    ],
    { package: 'dosfstools', env },
  );
  const folders = new Set([...files.keys()].flatMap(parentsOf));
  const options = { package: 'mtools', env };
  for (const folder of [...folders].toSorted()) {
    await runTool('mmd', ['-i', file, `::${folder}`], options);
  }
  for (const [path, source] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await runTool(
      'mcopy',
      ['-i', file, source, `::${dirname(path)}/`.concat(baseOf(path))],
      options,
    );
  }
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Bytes of these files, each in whole clusters of `cluster` bytes. */
export async function filesBytes(files: FileList, cluster: number): Promise<number> {
  const sizes = await Promise.all([...files.values()].map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + Math.ceil(size / cluster) * cluster, 0);
}
