import { mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpArguments, preDumpArguments } from '../../core/upgrade/criu-arguments.ts';
import { upgradePlaces } from '../../core/upgrade/places.ts';
import { restoreDropIn } from '../../core/upgrade/restore-drop-ins.ts';
import type { WebbootError } from '../../errors.ts';
import type { CarryEngine } from '../../ports/upgrade.ts';
import type { RunResult } from '../run-result.ts';
import { folderFor } from './checkpoints.ts';
import { criuSeconds, dumpFailure } from './dump-failure.ts';
import { bytesIn, verifyImages } from './image-files.ts';
import { runPrivately } from './run-privately.ts';
import { putDropIns, removeDropIns, systemctl } from './unit-control.ts';

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

/** Every checkpoint has these (criu's "Images" page). */
const always = ['inventory.img', 'pstree.img', 'stats-dump'];

/** Units, by criu; systemd owns them again. */
export const unitEngine: CarryEngine = {
  async preDump(request) {
    await folderFor(request.images);
    const result = await criu(preDumpArguments(request), request.unit.mainPid);
    const log = join(request.images, 'pre-dump.log');
    if (result.exitCode !== 0) throw await checkpointError(request.unit.name, result, log);
    return bytesIn(request.images);
  },

  async dump(request, afterwards) {
    await folderFor(request.images);
    const result = await criu(dumpArguments(request, afterwards), request.unit.mainPid);
    if (result.exitCode === 0) return;
    throw await checkpointError(request.unit.name, result, join(request.images, 'dump.log'));
  },

  verify: ({ images }) => verifyImages(images, always),

  async restoreHere(name, directory) {
    await mkdir(upgradePlaces.results, { recursive: true, mode: 0o700 });
    // Of an upgrade before this one.
    for (const ending of ['restored', 'pid']) {
      await rm(join(upgradePlaces.results, `${name}.${ending}`), { force: true });
    }
    // Nothing was lost in this boot, and criu knows this kernel.
    for (const mark of ['prepared', 'ready']) {
      await writeFile(join(upgradePlaces.results, mark), `${directory}\n`);
    }
    await putDropIns([name], restoreDropIn());
    // It has failed: its main process was killed.
    await systemctl('reset-failed', name);
    const restored = await systemctl('start', name);
    await removeDropIns([name]);
    return restored;
  },

  async startAfresh(name) {
    await removeDropIns([name]);
    // What is left of its processes is in no state to end in order.
    await systemctl('kill', '--signal=KILL', name);
    await systemctl('reset-failed', name);
    return systemctl('restart', name);
  },

  async wake(name) {
    await systemctl('kill', '--signal=CONT', name);
  },

  isActive: (name) => systemctl('is-active', '--quiet', name),
};
