import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { containerOf } from '../../core/upgrade/container-name.ts';
import { runtimeDropInPath } from '../../core/upgrade/places.ts';
import { shieldDropIn } from '../../core/upgrade/restore-drop-ins.ts';
import type { UnitControl } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

const startMs = 180_000;

export async function systemctl(...args: readonly string[]): Promise<boolean> {
  return (await run('systemctl', args, { timeoutMs: startMs })).exitCode === 0;
}

export async function putDropIns(names: readonly string[], text: string): Promise<void> {
  for (const name of names) {
    const path = runtimeDropInPath(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await systemctl('daemon-reload');
}

export async function removeDropIns(names: readonly string[]): Promise<void> {
  for (const name of names) await rm(runtimeDropInPath(name), { force: true });
  await systemctl('daemon-reload');
}

function unitsOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => containerOf(name) === undefined);
}

export const unitControl: UnitControl = {
  shield: (names) => putDropIns(unitsOf(names), shieldDropIn),
  unshield: (names) => removeDropIns(unitsOf(names)),
};
