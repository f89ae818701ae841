import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withRequire } from '../../../../tools/bundle/with-require.ts';

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-with-require-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe('a chunk of the bundle', () => {
  it.each([
    ['calls it', 'export const name = require("node:path").basename("/a/b");'],
    ['asks for it', 'export const name=typeof require<"u"?require("path").basename("/a/b"):"";'],
  ])('gets require() if it %s', async (_, chunk) => {
    const file = join(work, `chunk-${chunk.length}.mjs`);
    await writeFile(file, withRequire(chunk));
    const { name }: { name: string } = await import(pathToFileURL(file).href);
    expect(name).toBe('b');
  });

  it.each(['__require("path");', 'createRequire(here);', 'module.require(1);', 'required();', ''])(
    'stays as it is if it only has %j',
    (chunk) => {
      expect(withRequire(chunk)).toBe(chunk);
    },
  );
});
