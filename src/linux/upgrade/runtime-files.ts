import { lstat, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import type { UnixSocket } from '../../formats/proc/unix-sockets.ts';
import { parseUnitProperties } from '../../formats/systemd/unit-properties.ts';
import { run } from '../run.ts';
import { openFilesOf } from './open-files.ts';
import { readSockets } from './read-sockets.ts';

/** TMPFS_MAGIC of linux/magic.h. */
const tmpfs = 0x01021994;

/** What belongs to the system, and is there again after the next boot. */
const systems = /^\/run\/(?:systemd|udev|dbus|initramfs|lock|log|user|webboot)(?:\/|$)/;
/** Podman's own locks: it refuses to start if they are there already. */
const leftOut = /\/libpod_lock$/;

/**
 * Files and folders in memory that units need and no checkpoint has: PID files, what lies beside
 * their sockets, what they hold open. Absolute paths.
 */
export async function runtimeFilesOf(units: readonly UnitFacts[]): Promise<readonly string[]> {
  const { unix } = await readSockets();
  const plain = units.filter(({ container }) => container === undefined);
  const named = await Promise.all(plain.map((unit) => namedFiles(unit, unix)));
  const paths = [...new Set(named.flat())].filter((path) => !systems.test(path));
  const inMemory = await Promise.all(paths.map(isInMemory));
  return paths.filter((_, at) => inMemory[at]);
}

/** The same with all that is in them by now, folders first; sockets come back by criu. */
export async function withContents(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(withContent));
  return [...new Set(found.flat())].filter((path) => !leftOut.test(path)).toSorted();
}

async function namedFiles(
  { name, processes }: UnitFacts,
  sockets: readonly UnixSocket[],
): Promise<readonly string[]> {
  const { stdout } = await run('systemctl', [
    ...['show', '--property=PIDFile,RuntimeDirectory', '--', name],
  ]);
  const [properties] = parseUnitProperties(stdout);
  const value = (property: string) => properties?.get(property) ?? '';
  const directories = value('RuntimeDirectory').split(' ').filter(Boolean);
  const held = await Promise.all(processes.map(({ pid }) => heldFiles(pid, sockets)));
  return [
    ...(value('PIDFile') === '' ? [] : [value('PIDFile')]),
    ...directories.map((directory) => `/run/${directory}`),
    ...held.flat(),
  ];
}

async function heldFiles(pid: number, sockets: readonly UnixSocket[]): Promise<readonly string[]> {
  const { targets, mapped } = await openFilesOf(pid);
  const inodes = new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  const besideSockets = sockets
    .filter(({ inode, path }) => inodes.has(`${inode}`) && path.startsWith('/'))
    .map(({ path }) => dirname(path));
  const files = [...targets, ...mapped].filter((path) => path.startsWith('/'));
  // /run itself is nobody's own.
  return [...files, ...besideSockets.filter((folder) => folder !== '/run')];
}

async function isInMemory(path: string): Promise<boolean> {
  return statfs(path).then(
    ({ type }) => type === tmpfs,
    () => false,
  );
}

/** A file, or a folder with all that is in it. */
async function withContent(path: string): Promise<readonly string[]> {
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined || info.isSocket() || path === '/dev') return [];
  if (!info.isDirectory()) return info.isFile() || info.isSymbolicLink() ? [path] : [];
  const names = await readdir(path);
  const inside = await Promise.all(names.map((name) => withContent(join(path, name))));
  return [path, ...inside.flat()];
}
