import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containerOf } from '../../core/upgrade/container-name.ts';
import type { DumpRequest } from '../../core/upgrade/criu-arguments.ts';
import {
  checkpointArguments,
  checkpointScope,
  inOwnScope,
  restoreArguments,
} from '../../core/upgrade/podman-arguments.ts';
import type { CarryEngine } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import type { RunResult } from '../run-result.ts';
import { createConnectionLocks } from './connection-locks.ts';
import { notePlace } from './container-places.ts';
import { criuSeconds, dumpFailure } from './dump-failure.ts';
import { verifyImages } from './image-files.ts';
import type { Runner } from './podman.ts';
import { runPrivately } from './run-privately.ts';

interface Runners {
  /** Files that it makes are root's alone. */
  readonly privately: typeof runPrivately;
  readonly plainly: Runner;
}

/** Of every checkpoint that podman makes; what it says about it is beside them. */
const always = ['inventory.img', 'pstree.img'];

/** Containers, by podman: it keeps their checkpoints itself, and restores them in place. */
export function createContainerEngine(
  { privately, plainly }: Runners = { privately: runPrivately, plainly: run },
): CarryEngine {
  const limit = ['--kill-after=5', `${criuSeconds}`];
  const options = { timeoutMs: (criuSeconds + 10) * 1000 };
  const limited = (...words: readonly string[]): Promise<RunResult> =>
    plainly('timeout', [...limit, ...words], options);
  const succeeds = async (...words: readonly string[]) => (await limited(...words)).exitCode === 0;
  const locks = createConnectionLocks(limited);
  return {
    // What podman has for this is not used: it depends on the runtime.
    preDump: async () => undefined,

    async dump(request, afterwards) {
      const { container, place } = placeOf(request);
      const path = join(dirname(place), 'dump.log');
      const scope = checkpointScope(container);
      await notePlace(request.images, place);
      await locks.begin();
      // Of a checkpoint before this one.
      await rm(path, { force: true });
      const words = ['podman', ...checkpointArguments(container, afterwards)];
      const command = [...inOwnScope, `--unit=${scope}`, ...words];
      const result = await privately(['timeout', ...limit, ...command], options);
      if (result.exitCode === 0) return;
      // A criu that hangs would hold the container for ever.
      await plainly('systemctl', ['kill', '--signal=KILL', scope]);
      const text = await readFile(path, 'utf8').catch(() => '');
      throw dumpFailure(request.unit.name, result, { path, text, whole: endsInOrder(text) });
    },

    verify: (request) => verifyImages(placeOf(request).place, always),
    restoreHere: (name) => succeeds(...inOwnScope, 'podman', ...restoreArguments, idOf(name)),

    async startAfresh(name) {
      const started = await succeeds(...inOwnScope, 'podman', 'restart', '--time=0', idOf(name));
      // Now the peers of the old processes may hear that they are gone.
      await locks.release();
      return started;
    },

    async wake(name) {
      await limited('podman', 'unpause', idOf(name));
    },

    async isActive(name) {
      const words = ['podman', 'container', 'inspect', '--format={{.State.Status}}', idOf(name)];
      const { exitCode, stdout } = await limited(...words);
      return exitCode === 0 && stdout.trim() === 'running';
    },
  };
}

/** Podman exits alike if criu failed and if it was killed; only criu that ends by itself says so (criu/cr-dump.c). */
function endsInOrder(log: string): boolean {
  return log === '' || /\bDumping (?:FAILED|finished)/.test(log);
}

function idOf(name: string): string {
  const container = containerOf(name);
  if (container === undefined) throw new RangeError('not the name of a container');
  return container;
}

function placeOf({ unit }: DumpRequest): { readonly container: string; readonly place: string } {
  const folder = unit.container?.folder;
  if (folder === undefined) throw new RangeError('a container without a folder');
  return { container: idOf(unit.name), place: join(folder, 'checkpoint') };
}
