import { chmod, mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type Afterwards,
  type DumpRequest,
  dumpArguments,
  preDumpArguments,
} from '../../core/upgrade/criu-arguments.ts';
import { diagModules, upgradePlaces } from '../../core/upgrade/places.ts';
import { WebbootError } from '../../errors.ts';
import type { Checkpoints } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import type { RunResult } from '../run-result.ts';
import { mountMemory, reachMemory, unmountMemory } from './checkpoint-memory.ts';
import { criuSeconds, dumpFailure } from './dump-failure.ts';
import { replaceFile } from './replace-file.ts';
import { runPrivately } from './run-privately.ts';
import { runtimeFilesOf, withContents } from './runtime-files.ts';
import { wipeFolder } from './wipe-folder.ts';

async function criu(args: readonly string[], mountsOf: number): Promise<RunResult> {
  const inMounts = (await hasOwnMounts(mountsOf))
    ? ['nsenter', `--target=${mountsOf}`, '--mount']
    : [];
  const limited = ['timeout', '--kill-after=5', `${criuSeconds}`, ...inMounts, 'criu', ...args];
  return runPrivately(limited, { timeoutMs: (criuSeconds + 10) * 1000 });
}

async function hasOwnMounts(pid: number): Promise<boolean> {
  const [its, ours] = await Promise.all(
    [`${pid}`, '1'].map((one) => readlink(`/proc/${one}/ns/mnt`)),
  );
  return its !== ours;
}

async function checkpointError(
  what: string,
  result: RunResult,
  path: string,
): Promise<WebbootError> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return dumpFailure(what, result, { path, text });
}

async function folderFor(images: string): Promise<void> {
  await rm(images, { recursive: true, force: true });
  await mkdir(images, { recursive: true, mode: 0o700 });
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Every checkpoint has these (criu's "Images" page). */
const always = ['inventory.img', 'pstree.img', 'stats-dump'];

export const checkpoints: Checkpoints = {
  async open(directory) {
    await mountMemory(directory);
    await replaceFile(upgradePlaces.open, `${directory}\n`);
    await wipeFolder(directory);
    await folderFor(directory);
    await chmod(directory, 0o700);
    await run('modprobe', ['-aq', ...diagModules.split(' ')]);
    // Fills criu's cache of what this kernel can do, before anything stands still.
    await run('timeout', ['--kill-after=5', '60', 'criu', 'check'], { timeoutMs: 70_000 });
  },

  async preDump(request: DumpRequest) {
    await folderFor(request.images);
    const result = await criu(preDumpArguments(request), request.unit.mainPid);
    const log = join(request.images, 'pre-dump.log');
    if (result.exitCode !== 0) throw await checkpointError('A unit', result, log);
    return bytesIn(request.images);
  },

  async dump(request: DumpRequest, afterwards: Afterwards) {
    await folderFor(request.images);
    const result = await criu(dumpArguments(request, afterwards), request.unit.mainPid);
    if (result.exitCode === 0) return;
    const unit = dirname(request.images).split('/').at(-1) ?? '';
    throw await checkpointError(unit, result, join(request.images, 'dump.log'));
  },

  runtimeFiles: runtimeFilesOf,

  async saveRuntimeFiles(directory, named) {
    const paths = await withContents(named);
    const archive = join(directory, 'run.tar');
    const command = ['tar', '-C', '/', '--no-recursion', '-cpf', archive, '--files-from=-'];
    const input = `${paths.map((path) => path.slice(1)).join('\n')}\n`;
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

  async verify(images) {
    const sizes = await Promise.all(
      always.map((name) =>
        stat(join(images, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    const missing = always.find((_, at) => sizes[at] === 0);
    if (missing === undefined) return bytesIn(images);
    throw new WebbootError('checkpoint-failed', `A checkpoint has no ${missing}.`, {
      subject: images,
      remedy: 'Check the disk, and try again.',
    });
  },

  async sync(directory) {
    const which = directory === undefined ? [] : ['--file-system', directory];
    await run('sync', which, { timeoutMs: 120_000 });
  },

  async wipe(directory) {
    if (await reachMemory(directory)) await wipeFolder(directory);
    await unmountMemory(directory);
    await rm(upgradePlaces.open, { force: true });
  },

  async leftOver() {
    const text = await readFile(upgradePlaces.open, 'utf8').catch(() => '');
    const directory = text.trim();
    return directory.startsWith('/') ? directory : undefined;
  },
};
