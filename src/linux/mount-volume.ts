import { readFile } from 'node:fs/promises';
import { run } from './run.ts';
import type { RunResult } from './run-result.ts';

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
export async function mountVolume(volume: Volume, mode: 'ro' | 'rw'): Promise<boolean> {
  const journal = mode === 'ro' ? (withoutJournal[volume.type] ?? '') : '';
  return (await mountGuarded(volume, `${mode}${journal}`)).exitCode === 0;
}

/**
 * Nothing on it is run, is a device, or leads to another place by a link (nosymfollow, Linux 5.10).
 * A mount(8) that does not know the last word has the file system refuse it: then it goes without,
 * and what webboot writes still follows no link (folder.ts).
 */
export async function mountGuarded(
  { device, mountPoint, type }: Volume,
  options: string,
): Promise<RunResult> {
  const mount = (guards: string) =>
    run('mount', ['-t', type, '-o', `${options},nodev,nosuid,noexec${guards}`, device, mountPoint]);
  const mounted = await mount(',nosymfollow');
  return mounted.exitCode === 0 ? mounted : mount('');
}

/** Where a device is mounted already, such as the stick that webboot came from. */
export async function findMountPoint(device: string): Promise<string | undefined> {
  return (await listMounts()).find((mount) => mount.device === device)?.path;
}

/** What is mounted there. */
export async function findDevice(path: string): Promise<string | undefined> {
  return (await listMounts()).find((mount) => mount.path === path)?.device;
}

async function listMounts(): Promise<readonly { device: string; path: string }[]> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  return mounts.split('\n').flatMap((line) => {
    const [device, path] = line.split(' ');
    if (device === undefined || path === undefined) return [];
    return [{ device, path: path.replace(/\\040/g, ' ') }];
  });
}
