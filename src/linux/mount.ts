import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { Mounted, MountRequest } from '../ports.ts';
import { openDirectoryTree } from './directory-tree.ts';
import { run } from './run.ts';

const mountRoot = '/run/webboot/mnt';

/** Mounts read-only under a directory of its own, through a loop device where the source is a file. */
export async function mountReadOnly(request: MountRequest): Promise<Mounted> {
  await mkdir(mountRoot, { recursive: true });
  const path = await mkdtemp(`${mountRoot}/${request.type}-`);
  const source = await stat(request.source);
  const options = source.isBlockDevice() ? 'ro' : 'ro,loop';
  const result = await run('mount', ['-t', request.type, '-o', options, request.source, path]);
  if (result.exitCode !== 0) {
    await rmdir(path);
    throw new WebbootError(
      'mount-failed',
      `${request.source} could not be mounted as ${request.type}: ${result.stderr.trim()}`,
      {
        subject: request.source,
        remedy: `The image may use a compression that this kernel lacks, or be damaged; the log has the kernel's words.`,
      },
    );
  }
  return {
    path,
    tree: await openDirectoryTree(path),
    unmount: async () => {
      const undone = await run('umount', [path]);
      if (undone.exitCode !== 0) await run('umount', ['-l', path]);
      await rmdir(path).catch(() => {});
    },
  };
}
