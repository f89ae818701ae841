import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defined } from '../../../src/core/defined.ts';
import { openBootFiles } from '../../../src/serve/boot-files.ts';
import { serveImage } from '../../helpers/served-image.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-boot-'));
});
afterEach(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const open = (append = '') => openBootFiles(folder, { append, signal });

async function fill(...names: readonly string[]) {
  for (const name of names) await writeFile(join(folder, name), `this is ${name}`);
}

test("offers webboot's images and loaders, and no other file of the folder", async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img', 'snponly.efi', 'secret.key');
  await mkdir(join(folder, 'grub'));
  await using served = await serveImage(defined({ boot: await open('webboot.auto') }));
  const get = (path: string) => fetch(`${served.url}${path}`);
  expect(await (await get('/boot/vmlinuz')).text()).toBe('this is vmlinuz');
  expect((await get('/boot/snponly.efi')).status).toBe(200);
  expect((await get('/boot/undionly.kpxe')).status).toBe(404);
  expect((await get('/boot/secret.key')).status).toBe(404);
  expect(await (await get('/boot/boot.ipxe')).text()).toMatch(/^#!ipxe\n[\s\S]*webboot\.auto/);
  const menu = await (await get('/grub/grub.cfg')).text();
  expect(menu).toContain(`:${served.port})/boot/vmlinuz`);
  expect(await (await get('/boot/grub/grub.cfg')).text()).toBe(menu);
});

test('a part of an image can be had, under a tag that is its digest', async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img');
  await using served = await serveImage(defined({ boot: await open() }));
  const answer = await fetch(`${served.url}/boot/kernel.img`, { headers: { range: 'bytes=8-' } });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{64}"$/);
  expect(await answer.text()).toBe('kernel.img');
});

test('an image that was written to is not offered any more', async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img');
  await using served = await serveImage(defined({ boot: await open() }));
  await writeFile(join(folder, 'vmlinuz'), 'another');
  expect((await fetch(`${served.url}/boot/vmlinuz`)).status).toBe(410);
});

test('offers machines of two kinds what each starts from, out of one folder', async () => {
  await mkdir(join(folder, 'arm64'));
  await fill('arm64/vmlinuz', 'arm64/initramfs.img', 'arm64/kernel.img', 'shimaa64.efi');
  const arm64 = await open();
  expect(arm64?.architectures).toEqual(['aarch64']);
  await fill('vmlinuz', 'initramfs.img', 'kernel.img');
  const both = await open();
  expect(both?.architectures).toEqual(['x86_64', 'aarch64']);
  await using served = await serveImage(defined({ boot: both }));
  const answer = await fetch(`${served.url}/boot/arm64/vmlinuz`);
  expect(await answer.text()).toBe('this is arm64/vmlinuz');
  expect((await fetch(`${served.url}/boot/shimaa64.efi`)).status).toBe(200);
  expect(await (await fetch(`${served.url}/metrics`)).text()).toContain(
    'webboot_sent_boot_bytes_total{file="arm64/vmlinuz"} 21\n',
  );
});

test('without one of the images nothing of the folder is offered', async () => {
  await fill('vmlinuz', 'initramfs.img', 'snponly.efi');
  expect(await open()).toBeUndefined();
});
