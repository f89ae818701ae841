import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { Mounted, MountRequest } from '../ports/media.ts';
import { openDirectoryTree } from './directory-tree.ts';
import { run } from './run.ts';
import { runDirectory } from './run-directory.ts';

const mountRoot = `${runDirectory}/mnt`;

/** Mounts read-only under a directory of its own, through a loop device where the source is a file. */
export async function mountReadOnly(request: MountRequest): Promise<Mounted> {
  mkdirSync(mountRoot, { recursive: true });
  const path = mkdtempSync(`${mountRoot}/${request.type}-`);
  const source = statSync(request.source);
  // What is read from it is a target's, and never run here.
  const guards = 'ro,nodev,nosuid,noexec';
  const options = source.isBlockDevice() ? guards : `${guards},loop`;
  const result = await run('mount', ['-t', request.type, '-o', options, request.source, path]);
  if (result.exitCode !== 0) {
    await rmdir(path);
    throw new WebbootError(
      'mount-failed',
      `${request.source} could not be mounted as ${request.type}: ${result.stderr.trim()}`,
      {
        subject: request.source,
        remedy: `The image may be damaged, or use a compression that this kernel lacks. See the log for the kernel's message.`,
      },
    );
  }
  return {
    path,
    tree: await openDirectoryTree(path),
    unmount: () => {
      leaving = leaving.then(() => release(path)).catch(() => {});
    },
  };
}

const releaseMs = 5_000;

/** Nobody waits for one to be undone but who brings the machine to rest; the last one made goes first. */
let leaving = Promise.resolve();

/** Resolves when all that was to be unmounted is. */
export function unmounted(): Promise<void> {
  return leaving;
}

async function release(path: string): Promise<void> {
  const undone = await run('umount', [path], { timeoutMs: releaseMs });
  if (undone.exitCode !== 0) await run('umount', ['-l', path], { timeoutMs: releaseMs });
  await rmdir(path).catch(() => {});
}
