import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { containerOf } from '../../core/upgrade/container-name.ts';
import { WebbootError } from '../../errors.ts';

const ownFiles = new Set(['lock.nft', 'network', 'run.tar']);

/** Makes the folder of checkpoints, which is not there yet. Throws `checkpoint-failed`. */
export async function makeCheckpointFolder(directory: string): Promise<void> {
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await requireSafeWay(parent);
  // It fails if somebody was quicker.
  await mkdir(directory, { mode: 0o700 });
}

/**
 * All that is in the folder is wiped, and the next boot runs what is in it as root. So it must be one
 * that webboot made, and nobody else may be able to exchange it. One that is not there is fine.
 * Throws `checkpoint-failed`.
 */
export async function requireCheckpointFolder(directory: string): Promise<void> {
  const info = await lstat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (info === undefined) return;
  await requireSafeWay(dirname(directory));
  const isOurs = info.isDirectory() && trusted.has(info.uid) && (info.mode & 0o077) === 0;
  if (isOurs && (await readdir(directory)).every(isOwnName)) return;
  throw new WebbootError('checkpoint-failed', `${directory} was not made by webboot.`, {
    subject: directory,
    remedy: 'Remove it if you do not need it, or name another directory with --to.',
  });
}

function isOwnName(name: string): boolean {
  return name.endsWith('.service') || containerOf(name) !== undefined || ownFiles.has(name);
}

/** Who may change what is on the way: root, which is who runs this. */
const trusted = new Set([0, process.geteuid?.() ?? 0]);

const sticky = 0o1000;

/** Both as it is named and where links lead. */
async function requireSafeWay(directory: string): Promise<void> {
  for (const path of [directory, await realpath(directory)]) {
    for (let at = path; ; at = dirname(at)) {
      if (!(await isSafe(at))) throw unsafe(directory, at);
      if (at === '/') break;
    }
  }
}

/** In a folder with the sticky bit nobody can exchange what root owns (inode(7)). */
async function isSafe(path: string): Promise<boolean> {
  const info = await lstat(path);
  if (!trusted.has(info.uid)) return false;
  const others = info.gid === 0 ? 0o002 : 0o022;
  return info.isSymbolicLink() || (info.mode & others) === 0 || (info.mode & sticky) !== 0;
}

function unsafe(directory: string, path: string): WebbootError {
  const text = `Others than root can exchange ${directory}: they may write to ${path}.`;
  return new WebbootError('checkpoint-failed', text, {
    subject: path,
    remedy: 'Name a directory with --to that only root can change.',
  });
}
