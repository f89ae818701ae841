import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWaitingServer, type WaitingServer } from '../../../src/app/waiting-server.ts';
import { digestOf, fileContext, pinnedSource } from '../../helpers/served-image.ts';

let folder = '';
let log: string[];
/** What was served, and the names of it that are served now. */
let history: string[][];
let now: readonly string[];
let opened: number;
let server: WaitingServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-waiting-'));
  [log, history, now, opened] = [[], [], [], 0];
  server = createWaitingServer({
    log: (text) => log.push(text),
    open: async () => {
      opened += 1;
      return { ...fileContext, select: async (path: string) => sourceOf(path) };
    },
    serve: async (images, { signal }) => {
      now = images.map(({ path }) => path.slice(folder.length + 1));
      history.push([...now]);
      await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
      now = [];
    },
  });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const contentOf = (path: string) => `this is ${path.slice(path.lastIndexOf('/') + 1)}`;

function sourceOf(path: string) {
  const source = pinnedSource(path, digestOf(Buffer.from(contentOf(path))));
  const none = { kind: 'none', reason: 'nobody signs it' } as const;
  return path.includes('unsigned') ? { ...source, policy: none } : source;
}

async function put(name: string, content = contentOf(name)): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((done) => setTimeout(done, 10));
}

test('of the images on sticks those are served that are what was signed; the log says why others are not', async () => {
  const paths = [await put('a.iso'), await put('unsigned.iso'), await put('changed.iso', 'other')];
  server.offer(paths);
  await until(() => now.length > 0);
  expect(now).toEqual(['a.iso']);
  expect(log.filter((text) => text.includes('not given to others'))).toHaveLength(2);
});

test('a stick that comes up later is served too, and one that was pulled out is not', async () => {
  const a = await put('a.iso');
  const b = await put('b.iso');
  server.offer([a]);
  await until(() => now.includes('a.iso'));
  server.offer([a, b]);
  await until(() => now.includes('b.iso'));
  server.offer([b]);
  await until(() => now.length === 1 && now[0] === 'b.iso');
  expect(history).toEqual([['a.iso'], ['a.iso', 'b.iso'], ['b.iso']]);
});

test('nothing is opened while there is no image, and nothing is served after the end', async () => {
  server.offer([]);
  expect(opened).toBe(0);
  server.offer([await put('a.iso')]);
  await until(() => now.length > 0);
  await server.stop();
  expect(now).toEqual([]);
});
