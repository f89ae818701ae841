import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DemoKey } from '../../../../tools/demo/key.ts';
import { demoKey } from '../../../../tools/demo/key.ts';
import { publishDemo } from '../../../../tools/demo/publish.ts';
import { demoRow } from '../../../../tools/demo/row.ts';
import type { ExtraFile } from '../../../../tools/image/options.ts';
import { type Mirror, startMirror } from '../../../../tools/mirror/mirror.ts';
import { fetchImages } from '../../../../tools/stick/catalogue-images.ts';
import { findImages } from '../../../../tools/stick/staged-images.ts';
import { makeIso } from '../../../helpers/isos.ts';

let folder = '';
let iso = '';
let key: DemoKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-images-'));
  key = await demoKey(join(folder, 'key'));
  iso = await makeIso(folder, { tool: 'xorriso', name: 'demo', options: [], spec: { a: 'b' } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('fetchImages', () => {
  let mirror: Mirror;
  let directory = '';
  let extraFiles: readonly ExtraFile[] = [];

  beforeEach(async () => {
    const served = await mkdtemp(join(folder, 'served-'));
    directory = join(served, 'isos');
    mirror = await startMirror(served);
    const publication = await publishDemo({ iso, directory: served, key });
    const row = demoRow(publication, { mirrorUrl: mirror.url, key });
    await writeFile(join(served, 'demo.json'), JSON.stringify(row));
    extraFiles = [
      { source: join(served, 'demo.json'), path: '/etc/webboot/distros/demo.json' },
      { source: join(served, 'demo-key.asc'), path: '/etc/webboot/distros/keys/demo-key.asc' },
    ];
  });
  afterEach(() => mirror.close());

  const fetch = () => fetchImages(['demo'], { arch: 'x86_64', extraFiles }, { directory });

  test('leaves an image with what vouches for it beside it, by a row of the image to come', async () => {
    expect(await fetch()).toEqual([join(directory, 'demo.iso')]);
    expect(await readdir(directory)).toEqual([
      'demo.iso',
      'demo.iso.SHA256SUMS',
      'demo.iso.SHA256SUMS.sign',
    ]);
    expect(await readFile(join(directory, 'demo.iso'))).toEqual(await readFile(iso));
  });

  test('downloads an image once, and again when it is not what was signed', async () => {
    const downloads = () => mirror.requests.filter(({ path }) => path === '/demo.iso').length;
    await fetch();
    const once = downloads();
    await fetch();
    expect(downloads()).toBe(once);
    await writeFile(join(directory, 'demo.iso'), 'something else');
    await fetch();
    expect(downloads()).toBeGreaterThan(once);
    expect((await stat(join(directory, 'demo.iso'))).size).toBe((await stat(iso)).size);
  });

  test('leaves nothing of an image that is not what was signed', async () => {
    mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: 40_000 });
    await expect(fetch()).rejects.toMatchObject({ code: 'digest-wrong' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('says what is in the way without a network', async () => {
    await mirror.close();
    await expect(fetch()).rejects.toMatchObject({ name: 'WebbootError' });
  });

  test('says which names are near to one that the catalogue does not have', async () => {
    const named = fetchImages(['debain'], { arch: 'x86_64', extraFiles }, { directory });
    await expect(named).rejects.toMatchObject({ code: 'unknown-distro', remedy: /debian/ });
  });
});

describe('findImages', () => {
  test('takes what vouches for an ISO along, and nothing else that lies there', async () => {
    const place = await mkdtemp(join(folder, 'place-'));
    const path = join(place, 'a.iso');
    await writeFile(path, await readFile(iso));
    for (const name of ['a.iso.sig', 'b.iso.sig', 'a.txt']) {
      await writeFile(join(place, name), name);
    }
    await mkdir(join(place, 'a.iso.d'));
    expect([...(await findImages([path, path])).keys()]).toEqual(['a.iso', 'a.iso.sig']);
  });

  test.each([
    ['is not there', 'absent.iso', 'file-not-found'],
    ['is a directory', 'folder.iso', 'file-not-found'],
    ['has a name that the menu does not list', 'image.img', 'usage'],
    ['is no ISO', 'text.iso', 'not-an-iso'],
  ])('refuses one that %s', async (_, name, code) => {
    await mkdir(join(folder, 'folder.iso'), { recursive: true });
    for (const file of ['image.img', 'text.iso']) await writeFile(join(folder, file), 'text');
    await expect(findImages([join(folder, name)])).rejects.toMatchObject({ code });
  });

  test('refuses two of one name', async () => {
    const others = await mkdtemp(join(folder, 'others-'));
    await writeFile(join(others, 'demo.iso'), await readFile(iso));
    await expect(findImages([iso, join(others, 'demo.iso')])).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('demo.iso'),
    });
  });
});
