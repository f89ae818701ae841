import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../../tools/bundle/bundle.ts';
import { type Lan, openLan } from '../../helpers/lan.ts';
import { type LanImage, runOn, serveLanImage } from '../../helpers/lan-server.ts';

const bytes = 16_000_000;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-lan-'));
  await bundle({ outDir: join(folder, 'dist'), minify: true, builtAt: 0 });
});
afterAll(() => rm(folder, { recursive: true }));

function fetchOn(lan: Lan, image: LanImage, at: number, onStart?: (child: ChildProcess) => void) {
  const command = [
    process.execPath,
    join(folder, 'dist/main.mjs'),
    'fetch',
    '--sha256',
    image.sha256,
  ];
  const space = lan.machines[at] ?? '';
  return runOn(space, [...command, '-o', outputOf(at), image.url], onStart);
}

const outputOf = (at: number) => join(folder, `image-${at}.iso`);

async function expectImage(image: LanImage, at: number) {
  const found = createHash('sha256').update(await readFile(outputOf(at)));
  expect(found.digest('hex')).toBe(image.sha256);
}

test('machines of a room that fetch an image at once take it hardly more than once from its server', async () => {
  await using lan = await openLan({
    prefix: `wbt${process.pid}`,
    machines: 4,
    serverMbit: 30,
    machineMbit: 1_000,
  });
  await using image = await serveLanImage(lan, folder, bytes);
  const before = await lan.serverBytes();
  const runs = await Promise.all([0, 1, 2, 3].map((at) => fetchOn(lan, image, at)));
  expect(runs.map(({ status, errors }) => status === 0 || errors)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  for (const at of [0, 1, 2, 3]) await expectImage(image, at);
  expect(((await lan.serverBytes()) - before) / bytes).toBeLessThan(1.6);
}, 180_000);

test('when one of them hangs and another one dies, the others get the image', async () => {
  await using lan = await openLan({
    prefix: `wbh${process.pid}`,
    machines: 4,
    serverMbit: 30,
    machineMbit: 1_000,
  });
  await using image = await serveLanImage(lan, folder, bytes);
  const children: ChildProcess[] = [];
  const start = (child: ChildProcess) => void children.push(child);
  const runs = [0, 1, 2, 3].map((at) => fetchOn(lan, image, at, start));
  const enough = (await lan.serverBytes()) + bytes * 0.4;
  while ((await lan.serverBytes()) < enough) await sleep(100);
  children[0]?.kill('SIGSTOP');
  children[1]?.kill('SIGKILL');
  const [, , third, fourth] = runs;
  expect((await third)?.status).toBe(0);
  expect((await fourth)?.status).toBe(0);
  await expectImage(image, 2);
  await expectImage(image, 3);
  children[0]?.kill('SIGKILL');
  await Promise.all(runs);
}, 180_000);
