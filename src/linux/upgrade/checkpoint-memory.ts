import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { deviceOf } from '../../core/upgrade/places.ts';
import { WebbootError } from '../../errors.ts';
import { readDeviceSize } from '../../storage/device-size.ts';
import { claimDevice } from '../claimed-devices.ts';
import { run } from '../run.ts';

const label = 'webboot-upgrade';

/** Makes a file system on a memory device and mounts it, if the folder is to be on one. */
export async function mountMemory(directory: string): Promise<void> {
  const place = deviceOf(directory);
  if (place === undefined) return;
  const { device, mountPoint } = place;
  if (await isMounted(mountPoint)) return;
  const found = await contentOf(device);
  if (found !== undefined && found !== label) {
    throw new WebbootError('checkpoint-failed', `${device} has something on it: ${found}.`, {
      subject: device,
      remedy: `If you do not need it, remove it: wipefs --all ${device}`,
    });
  }
  if ((await claimDevice(device)) === undefined) {
    throw new WebbootError('memory-busy', `Another webboot has its image in ${device}.`, {
      subject: device,
      remedy: 'Wait until that has ended, or choose a folder with --to.',
    });
  }
  await must(device, 'mkfs.ext4', [
    // A journal would only be written to memory twice.
    ...['-q', '-F', '-m', '0', '-O', '^has_journal', '-E', 'nodiscard', '-L', label, device],
  ]);
  await mkdir(mountPoint, { recursive: true, mode: 0o700 });
  await must(device, 'mount', ['-o', 'nodev,nosuid,noexec', device, mountPoint]);
}

/** For what a boot that did not restore left there. Whether the folder can be reached. */
export async function reachMemory(directory: string): Promise<boolean> {
  const place = deviceOf(directory);
  if (place === undefined || (await isMounted(place.mountPoint))) return true;
  if ((await contentOf(place.device)) !== label) return false;
  await mkdir(place.mountPoint, { recursive: true, mode: 0o700 });
  return (await run('mount', [place.device, place.mountPoint])).exitCode === 0;
}

export async function unmountMemory(directory: string): Promise<void> {
  const place = deviceOf(directory);
  if (place !== undefined) await run('umount', [place.mountPoint]);
}

/** What there is room for on the device before it has a file system. */
export async function memoryBytes(directory: string): Promise<number | undefined> {
  const place = deviceOf(directory);
  if (place === undefined || (await isMounted(place.mountPoint))) return undefined;
  const size = await readDeviceSize(`class/block/${basename(place.device)}`).catch(() => 0);
  return Math.floor(size * usable);
}

/** The rest is for the file system's own tables. */
const usable = 0.95;

async function isMounted(mountPoint: string): Promise<boolean> {
  return (await run('mountpoint', ['-q', mountPoint])).exitCode === 0;
}

/** The label or the type of what is there; undefined for nothing that anybody knows. */
async function contentOf(device: string): Promise<string | undefined> {
  const { exitCode, stdout } = await run('blkid', ['--probe', '--output', 'export', device]);
  // Nothing found; also the answer for a device that is not there, which mkfs reports better.
  if (exitCode === 2) return undefined;
  const lines = stdout.split('\n');
  const value = (name: string) =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  return value('LABEL') ?? value('TYPE') ?? value('PTTYPE') ?? 'unknown content';
}

async function must(device: string, command: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await run(command, args);
  if (exitCode === 0) return;
  throw new WebbootError('checkpoint-failed', `${device} cannot be used: ${stderr}.`, {
    subject: device,
    remedy: 'Set memory aside with memmap=, and load nd_pmem; or choose a folder with --to.',
  });
}
