import { readFile } from 'node:fs/promises';
import { run } from './run.ts';

/** A file system of somebody's, and where it is mounted. */
export interface Volume {
  readonly device: string;
  readonly mountPoint: string;
  /** The kernel's name of the file system. */
  readonly type: string;
}

/** For reading alone, a journal is not replayed: nothing at all is written. */
const withoutJournal: Readonly<Record<string, string>> = { ext4: ',noload', xfs: ',norecovery' };

/** Whether the volume could be mounted so. */
export async function mountVolume(
  { device, mountPoint, type }: Volume,
  mode: 'ro' | 'rw',
): Promise<boolean> {
  const journal = mode === 'ro' ? (withoutJournal[type] ?? '') : '';
  const options = `${mode},nodev,nosuid,noexec${journal}`;
  const { exitCode } = await run('mount', ['-t', type, '-o', options, device, mountPoint]);
  return exitCode === 0;
}

/** Where a device is mounted already, such as the stick that webboot came from. */
export async function findMountPoint(device: string): Promise<string | undefined> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  const line = mounts.split('\n').find((mount) => mount.startsWith(`${device} `));
  return line?.split(' ')[1]?.replace(/\\040/g, ' ');
}
