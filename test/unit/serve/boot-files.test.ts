import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  expect(menu).toContain('linux /boot/vmlinuz ');
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

test('the length of a file is told as GRUB reads it, letter by letter', async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img');
  await using served = await serveImage(defined({ boot: await open() }));
  for (const path of ['/boot/vmlinuz', '/grub/grub.cfg', '/boot/none']) {
    const socket = connect(served.port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`);
    let answer = '';
    for await (const part of socket) answer += part;
    expect(answer).toMatch(/\r\nContent-Length: \d+\r\n/);
  }
});

test('a boot loader can ask again on its connection after a long look at its menu, and nobody else', async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img');
  const limits = { keepAliveMs: 100, checkMs: 50 };
  await using served = await serveImage({ limits, ...defined({ boot: await open() }) });
  const ask = async (paths: readonly string[]) => {
    const socket = connect(served.port, '127.0.0.1');
    let closed = false;
    socket
      .on('data', () => {})
      .once('close', () => {
        closed = true;
      });
    for (const path of paths) {
      const answered = once(socket, 'data');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`);
      await answered;
    }
    await sleep(3_000);
    socket.destroy();
    return closed;
  };
  const none = '/boot/grub/x86_64-efi/command.lst';
  const [menu, kernel, sought, list, stranger] = await Promise.all(
    [['/grub/grub.cfg'], ['/boot/vmlinuz'], ['/grub/grub.cfg', none], ['/images.json'], [none]].map(
      ask,
    ),
  );
  expect({ menu, kernel, sought }).toEqual({ menu: false, kernel: false, sought: false });
  expect({ list, stranger }).toEqual({ list: true, stranger: true });
});

test('shim finds GRUB, whose address it begins with two slashes', async () => {
  await fill('vmlinuz', 'initramfs.img', 'kernel.img', 'grubx64.efi');
  await using served = await serveImage(defined({ boot: await open() }));
  const answer = await fetch(`${served.url}/boot//grubx64.efi`);
  expect(await answer.text()).toBe('this is grubx64.efi');
  expect((await fetch(`${served.url}/boot//secret.key`)).status).toBe(404);
});

test('a boot loader may let one of its files wait while it reads another', async () => {
  await fill('vmlinuz', 'initramfs.img');
  const bytes = Buffer.alloc(20_000_000, 'k');
  await writeFile(join(folder, 'kernel.img'), bytes);
  const limits = { chunkMs: 200, idleMs: 300, checkMs: 50 };
  await using served = await serveImage({ limits, ...defined({ boot: await open() }) });
  const waiting = (await fetch(`${served.url}/boot/kernel.img`)).body?.getReader();
  await sleep(1_000);
  let read = 0;
  for (;;) {
    const { value } = (await waiting?.read()) ?? {};
    if (value === undefined) break;
    read += value.length;
  }
  expect(read).toBe(bytes.length);
  expect(served.server.tally.slow).toBe(0);
});

test('without one of the images nothing of the folder is offered', async () => {
  await fill('vmlinuz', 'initramfs.img', 'snponly.efi');
  expect(await open()).toBeUndefined();
});
