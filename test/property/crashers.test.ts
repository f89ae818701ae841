import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge } from '../fuzz/judge.ts';
import { mutate } from '../fuzz/mutate.ts';
import { fuzzTargets } from '../fuzz/targets.ts';

const crashers = new URL('../fixtures/crashers/', import.meta.url);
const targets = await fuzzTargets();

function inputsOf(name: string): { path: string; bytes: Uint8Array }[] {
  const folder = new URL(`${name}/`, crashers);
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files.map((file) => ({ path: file, bytes: readFileSync(new URL(file, folder)) }));
}

describe.each(targets.map((target) => ({ name: target.name, target })))('$name', ({ target }) => {
  test('inputs that once broke it are taken or refused', async () => {
    for (const { path, bytes } of inputsOf(target.name)) {
      expect(await judge(target, bytes), path).toBeUndefined();
    }
  });

  test('its seeds, and a few hundred mutations of them, are taken or refused', async () => {
    const seeds = await target.seeds();
    if (seeds.length === 0) {
      console.warn(`skipped: ${target.name} has no seeds on this machine`);
      return;
    }
    for (const seed of seeds) expect(await judge(target, seed)).toBeUndefined();
    for (let index = 0; index < 300; index += 1) {
      expect(await judge(target, mutate(seeds, index)), `mutation ${index}`).toBeUndefined();
    }
  });
});

test('every kept crasher belongs to a target', () => {
  const names = targets.map(({ name }) => name);
  const folders = readdirSync(crashers, { withFileTypes: true }).filter((item) =>
    item.isDirectory(),
  );
  expect(names).toEqual(expect.arrayContaining(folders.map((folder) => folder.name)));
});
