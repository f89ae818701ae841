import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../src', import.meta.url));

/** Files of these rooms, by their path in src. */
function sourcesOf(...rooms: readonly string[]): ReadonlyMap<string, string> {
  const paths = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

it.each([
  ['the folder that webboot runs in', /['"`]\/run\/webboot\b/, 'linux/run-directory.ts'],
  ['whether a path exists', /\baccess\(/, 'linux/exists.ts'],
  ['the size of a device', /\/size`|\* 512\b/, 'storage/device-size.ts', 'linux/host-facts.ts'],
  ['a write to its end', /\bbytesWritten\b/, 'storage/write-all.ts'],
])('src/linux and src/storage spell once: %s', (_, spelling, ...homes) => {
  const found = [...sourcesOf('linux', 'storage')]
    .filter(([, text]) => spelling.test(text))
    .map(([path]) => path);
  expect(found.toSorted()).toEqual(homes.toSorted());
});
