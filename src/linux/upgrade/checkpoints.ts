import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diagModules, upgradePlaces } from '../../core/upgrade/places.ts';
import { WebbootError } from '../../errors.ts';
import type { Checkpoints } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import { makeCheckpointFolder, requireCheckpointFolder } from './checkpoint-folder.ts';
import { mountMemory, reachMemory, unmountMemory } from './checkpoint-memory.ts';
import { wipeContainers } from './container-places.ts';
import { replaceFile } from './replace-file.ts';
import { runPrivately } from './run-privately.ts';
import { runtimeFilesOf, withContents } from './runtime-files.ts';
import { wipeFolder } from './wipe.ts';

/** An empty one that only root may read. */
export async function folderFor(images: string): Promise<void> {
  await rm(images, { recursive: true, force: true });
  await mkdir(images, { recursive: true, mode: 0o700 });
}

export const checkpoints: Checkpoints = {
  async open(directory) {
    await mountMemory(directory);
    await requireCheckpointFolder(directory);
    await replaceFile(upgradePlaces.open, `${directory}\n`);
    await wipeContainers(directory);
    await wipeFolder(directory);
    await makeCheckpointFolder(directory);
    await run('modprobe', ['-aq', ...diagModules.split(' ')]);
    // Fills criu's cache of what this kernel can do, before anything stands still.
    await run('timeout', ['--kill-after=5', '60', 'criu', 'check'], { timeoutMs: 70_000 });
  },

  runtimeFiles: runtimeFilesOf,

  async saveRuntimeFiles(directory, named) {
    const paths = await withContents(named);
    const archive = join(directory, 'run.tar');
    // Services name these files: no newline ends a name, and nothing in one is an option or an escape.
    const names = ['--no-recursion', '--null', '--no-unquote', '--files-from=-'];
    const command = ['tar', '-C', '/', ...names, '-cpf', archive];
    // Without any it is an empty archive.
    const input = paths.map((path) => `${path.slice(1)}\0`).join('');
    const { exitCode, stderr } = await runPrivately(command, { input });
    if (exitCode === 0) return;
    throw new WebbootError('checkpoint-failed', `Files in memory cannot be saved: ${stderr}.`, {
      subject: archive,
      remedy: 'Check the free space there.',
    });
  },

  async write(path, text) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { mode: 0o600 });
  },

  async sync(directory) {
    const which = directory === undefined ? [] : ['--file-system', directory];
    await run('sync', which, { timeoutMs: 120_000 });
  },

  async wipe(directory) {
    if (await reachMemory(directory)) {
      await requireCheckpointFolder(directory);
      await wipeContainers(directory);
      await wipeFolder(directory);
    }
    await unmountMemory(directory);
    await rm(upgradePlaces.open, { force: true });
  },

  async leftOver() {
    const text = await readFile(upgradePlaces.open, 'utf8').catch(() => '');
    const directory = text.trim();
    return directory.startsWith('/') ? directory : undefined;
  },
};
