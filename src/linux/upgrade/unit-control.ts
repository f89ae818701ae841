import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runtimeDropInPath, upgradePlaces } from '../../core/upgrade/places.ts';
import { restoreDropIn, shieldDropIn } from '../../core/upgrade/restore-drop-ins.ts';
import type { UnitControl } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

const startMs = 180_000;

async function systemctl(...args: readonly string[]): Promise<boolean> {
  return (await run('systemctl', args, { timeoutMs: startMs })).exitCode === 0;
}

async function putDropIns(names: readonly string[], text: string): Promise<void> {
  for (const name of names) {
    const path = runtimeDropInPath(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await systemctl('daemon-reload');
}

async function removeDropIns(names: readonly string[]): Promise<void> {
  for (const name of names) await rm(runtimeDropInPath(name), { force: true });
  await systemctl('daemon-reload');
}

export const unitControl: UnitControl = {
  shield: (names) => putDropIns(names, shieldDropIn),
  unshield: removeDropIns,

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
