import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractCommand } from '../../../src/cli/extract.ts';
import type { Architecture } from '../../../src/core/architecture.ts';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { readInitrd } from '../../../src/formats/initrd/read-initrd.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { openLocalImage } from '../../../src/linux/local-image.ts';
import { withNewFiles } from '../../../src/linux/new-files.ts';
import { unpackXz } from '../../../src/linux/unpack-xz.ts';
import { makeIso, scratchDirectory } from '../../helpers/isos.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';
import { tinyModule } from '../../helpers/tiny-module.ts';

const version = '6.12.1-virt';
const directory = `lib/modules/${version}`;
const module = (name: string) => tinyModule({ name, vermagic: version });

const initrd = gzipSync(
  writeCpio([
    { kind: 'file', path: 'scripts/live', data: new Uint8Array() },
    { kind: 'file', path: `${directory}/kernel/loop.ko`, data: module('loop') },
  ]),
);

/** A root file system with the drivers of virtio disks, on a bus that is built in. */
const root: Readonly<Record<string, string | Uint8Array>> = {
  [`${directory}/modules.dep`]:
    'kernel/virtio_blk.ko: kernel/virtio_ring.ko\nkernel/virtio_ring.ko:\n',
  [`${directory}/modules.builtin`]: 'kernel/drivers/virtio/virtio_pci.ko\n',
  [`${directory}/kernel/virtio_blk.ko`]: module('virtio_blk'),
  [`${directory}/kernel/virtio_ring.ko`]: module('virtio_ring'),
  padding: randomBytes(2 << 20),
};

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let iso: string;
let count = 0;
beforeAll(async () => {
  scratch = await scratchDirectory();
  for (const [path, content] of Object.entries(root)) {
    await mkdir(dirname(join(scratch.path, 'root', path)), { recursive: true });
    await writeFile(join(scratch.path, 'root', path), content);
  }
  const squashfs = join(scratch.path, 'filesystem.squashfs');
  await execa('mksquashfs', [join(scratch.path, 'root'), squashfs, '-quiet', '-no-progress']);
  iso = await makeIso(scratch.path, {
    ...{ tool: 'xorriso', name: 'live', options: ['-R'] },
    spec: {
      'boot/grub/grub.cfg':
        'menuentry Live { linux /live/vmlinuz boot=live toram rdinit=/own\n initrd /live/initrd }\n',
      'live/vmlinuz': tinyBzimage(),
      'live/initrd': initrd,
      'live/filesystem.squashfs': await readFile(squashfs),
    },
  });
});
afterAll(() => scratch.remove());

async function extract(source: string, graft: string, arch: Architecture = 'x86_64') {
  count += 1;
  const output = join(scratch.path, `out-${count}`);
  const io = { stdout: () => {}, stderr: () => {}, env: {}, signal: new AbortController().signal };
  await extractCommand.main([source, '--graft', graft, '-o', output], io, {
    openLocal: openLocalImage,
    openAway: async () => {
      throw new Error('nothing is fetched in this test');
    },
    openGraft: async () => ({
      arch,
      machine: { busybox: async () => Buffer.from('busybox'), unpackXz },
    }),
    withNewFiles,
  });
  const read = (name: string) => readFile(join(output, name));
  return { read, metadata: JSON.parse((await read('kernel-metadata.json')).toString()) };
}

describe('webboot extract --graft', () => {
  it('puts the drivers of a virtio disk in front of the initrd, and names the disk', async () => {
    const { read, metadata } = await extract(iso, 'virtio');
    expect((await read('cmdline')).toString()).toBe(
      'boot=live rdinit=/webboot/init live-media=/dev/vda\n',
    );
    expect(metadata).toMatchObject({
      cmdline: 'boot=live rdinit=/webboot/init live-media=/dev/vda',
      graft: {
        ...{ medium: 'virtio', device: '/dev/vda', family: 'live-boot' },
        drivers: ['virtio_ring.ko', 'virtio_blk.ko'],
      },
      origin: { initrds: ['/live/initrd'] },
    });
    const written = await read('initrd');
    const names: string[] = [];
    for await (const { path } of readInitrd(memoryAccess(written))) names.push(path);
    expect(names).toEqual(
      expect.arrayContaining(['webboot/init', 'webboot/virtio_blk.ko', 'scripts/live']),
    );
    expect(written.subarray(0, written.length - 4).includes(initrd.subarray(0, 32))).toBe(true);
  });

  it('is refused if the image has no such drivers', async () => {
    await expect(extract(iso, 'pmem')).rejects.toMatchObject({ code: 'modules-missing' });
  });

  it('is refused if the programs of this machine do not run on that kernel', async () => {
    await expect(extract(iso, 'virtio', 'aarch64')).rejects.toMatchObject({
      code: 'wrong-architecture',
    });
  });

  it('is refused for what has no initrd of a live system, and for other media', async () => {
    const kernel = join(scratch.path, 'vmlinuz');
    await writeFile(kernel, tinyBzimage());
    await expect(extract(kernel, 'virtio')).rejects.toMatchObject({ code: 'usage' });
    await expect(extract(iso, 'floppy')).rejects.toMatchObject({ code: 'usage' });
  });
});
