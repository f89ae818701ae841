import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { createImageStores, readLocalFile } from '../../../src/linux/image-store.ts';
import { storeImage } from '../../../src/linux/store-image.ts';

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-store-'));
});
afterEach(() => rm(work, { recursive: true }));

/** A stick with these files, as a loop device; undefined where there is none to be had. */
async function stick(files: Readonly<Record<string, string>>, { skip }: TestContext) {
  const image = join(work, 'stick.img');
  const tree = join(work, 'tree');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  await execa('mke2fs', ['-q', '-t', 'ext4', '-d', tree, image, '16M']);
  const attached = await execa('losetup', ['--find', '--show', image], { reject: false });
  if (attached.exitCode !== 0) {
    skip(`no loop device to be had: ${attached.stderr}`);
    throw new Error('unreachable');
  }
  const device = attached.stdout;
  return { device, image, [Symbol.asyncDispose]: () => detach(device) };
}

async function detach(device: string): Promise<void> {
  await execa('umount', [device], { reject: false });
  await execa('losetup', ['--detach', device]);
}

const firstLook = async (device: string) => {
  const stores = createImageStores(async () => [device]);
  for await (const contents of stores.watch()) return { stores, contents };
  throw new Error('there was no look');
};

describe('a stick with a folder Images', () => {
  it('has its images listed, and is not written to', async (context) => {
    const files = {
      'Images/b.iso': 'bb',
      'Images/A.ISO': 'a',
      'Images/a.txt': 't',
      'x/c.iso': 'c',
    };
    await using attached = await stick(files, context);
    const before = await readFile(attached.image);
    const { contents } = await firstLook(attached.device);
    expect(contents.images.map(({ path, bytes }) => [path.split('/').at(-1), bytes])).toEqual([
      ['A.ISO', 1],
      ['b.iso', 2],
    ]);
    expect(contents.keepsOn).toBe(attached.device);
    expect((await readFile(attached.image)).equals(before)).toBe(true);
  });

  it('keeps an image, whole and with what vouches for it', async (context) => {
    await using attached = await stick({ 'Images/old.iso': 'old' }, context);
    const { stores } = await firstLook(attached.device);
    const from = join(work, 'pmem0');
    await writeFile(from, `${'image'.repeat(1000)}the rest of the medium`);
    const path = await stores.keep({
      from,
      bytes: 5000,
      fileName: 'new.iso',
      beside: new Map([['new.iso.SHA256SUMS', Buffer.from('sums')]]),
    });
    expect(await readFile(path ?? '', 'utf8')).toBe('image'.repeat(1000));
    expect(Buffer.from((await readLocalFile(`${path}.SHA256SUMS`)) ?? []).toString()).toBe('sums');
    await expect(writeFile(`${path}.x`, 'x')).rejects.toMatchObject({ code: 'EROFS' });
    await expect(
      stores.keep({ from, bytes: 1e9, fileName: 'big.iso', beside: new Map() }),
    ).rejects.toMatchObject({ code: 'sink-failed', message: expect.stringContaining('room') });
  });

  it('is found when there is an image to be kept and nobody has looked for it', async (context) => {
    await using attached = await stick({ 'Images/old.iso': 'old' }, context);
    const from = join(work, 'pmem0');
    await writeFile(from, 'image');
    const stores = createImageStores(async () => [attached.device]);
    const request = { from, bytes: 5, fileName: 'new.iso', beside: new Map() };
    expect(await readFile((await stores.keep(request)) ?? '', 'utf8')).toBe('image');
  });

  it('is used where it is mounted already, and stays as it is', async (context) => {
    await using attached = await stick({ 'Images/a.iso': 'a' }, context);
    const mountPoint = join(work, 'mounted');
    await mkdir(mountPoint);
    await execa('mount', [attached.device, mountPoint]);
    const { stores, contents } = await firstLook(attached.device);
    expect(contents.images).toEqual([{ path: join(mountPoint, 'Images/a.iso'), bytes: 1 }]);
    const from = join(work, 'pmem0');
    await writeFile(from, 'image');
    const path = await stores.keep({ from, bytes: 5, fileName: 'b.iso', beside: new Map() });
    expect(path).toBe(join(mountPoint, 'Images/b.iso'));
    await writeFile(join(mountPoint, 'still-writable'), '');
  });

  it('is left alone when it has no such folder', async (context) => {
    await using attached = await stick({ 'Documents/a.iso': 'a' }, context);
    const { contents, stores } = await firstLook(attached.device);
    expect(contents).toEqual({ images: [] });
    expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(`${attached.device} `);
    const request = { from: '/dev/null', bytes: 0, fileName: 'a.iso', beside: new Map() };
    expect(await stores.keep(request)).toBeUndefined();
  });
});

it('a copy that breaks off leaves nothing under the name of an image', async () => {
  const directory = join(work, 'Images');
  await mkdir(directory);
  const from = join(work, 'short');
  await writeFile(from, 'short');
  await expect(
    storeImage({ directory }, { from, bytes: 4096, fileName: 'a.iso', beside: new Map() }),
  ).rejects.toMatchObject({ code: 'length-mismatch' });
  expect(await readdir(directory)).toEqual([]);
});

it('files that are too big for checksums are not read', async () => {
  const path = join(work, 'big');
  await writeFile(path, '');
  await truncate(path, 5 << 20);
  expect(await readLocalFile(path)).toBeUndefined();
  expect(await readLocalFile(join(work, 'absent'))).toBeUndefined();
});

describe('the folders for images, watched', () => {
  it('lose what was pulled out, and have it again when it is put in again', async (context) => {
    await using attached = await stick({ 'Images/a.iso': 'a' }, context);
    let present: readonly string[] = [];
    const stores = createImageStores(async () => present);
    const watching = stores.watch();
    const next = async () => (await watching.next()).value;
    expect(await next()).toEqual({ images: [] });
    present = [attached.device];
    expect(await next()).toMatchObject({ images: [{ bytes: 1 }], keepsOn: attached.device });
    present = [];
    expect(await next()).toEqual({ images: [] });
    expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(`${attached.device} `);
    present = [attached.device];
    expect(await next()).toMatchObject({ images: [{ bytes: 1 }] });
    await watching.return(undefined);
  });

  it('end with the signal', async () => {
    const stores = createImageStores(async () => []);
    const looks = [];
    for await (const contents of stores.watch(AbortSignal.abort())) looks.push(contents);
    expect(looks).toEqual([]);
  });
});
