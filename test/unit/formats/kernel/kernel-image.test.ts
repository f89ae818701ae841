import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { readKernelImage } from '../../../../src/formats/kernel/kernel-image.ts';
import { countReads, memoryAccess } from '../../../../src/formats/random-access.ts';
import { debDependency, debFile } from '../../../helpers/debs.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

const kernelTree = await debDependency('linux-image-cloud-amd64');
const installer = await debFile('debian-installer-12-netboot-arm64');
const memtest = await debFile('memtest86+');

function debianKernel(): Uint8Array {
  const boot = join(kernelTree ?? '', 'boot');
  const name = readdirSync(boot).find((file) => file.startsWith('vmlinuz')) ?? '';
  return readFileSync(join(boot, name));
}

function arm64Kernel(): Uint8Array {
  const images = 'usr/lib/debian-installer/images/12/arm64/text/debian-installer/arm64/linux';
  return readFileSync(join(installer ?? '', images));
}

test.skipIf(kernelTree === undefined)(
  'a Debian kernel for x86-64 tells all of itself',
  async () => {
    const bytes = debianKernel();
    const access = countReads(memoryAccess(bytes));
    const image = await readKernelImage(access, { path: '/live/vmlinuz' });
    const [release] = readdirSync(join(kernelTree ?? '', 'lib/modules'));
    expect(image).toMatchObject({
      kind: 'bzimage',
      facts: { path: '/live/vmlinuz', version: release, arch: 'x86_64', signed: true },
      header: { protocol: '2.15', entry64: true, entry32: true, relocatable: true },
      efiStub: true,
    });
    expect(access.bytesRead).toBeLessThan(8192);
    const told = (await execa('file', ['-b', '-'], { input: bytes })).stdout;
    expect(told).toContain(`version ${image.facts.version} `);
  },
);

test.skipIf(kernelTree === undefined)('a kernel without its signature is not signed', async () => {
  const bytes = debianKernel().slice();
  const view = new DataView(bytes.buffer);
  const optional = view.getUint32(0x3c, true) + 24;
  view.setUint32(optional + 112 + 4 * 8, 0, true);
  view.setUint32(optional + 112 + 4 * 8 + 4, 0, true);
  expect((await readKernelImage(memoryAccess(bytes))).facts.signed).toBe(false);
});

test('memdisk is none, though it has the header of one', async () => {
  const bytes = tinyBzimage();
  bytes.set(Buffer.from('MEMDISK 6.04 20200816\0'), 0x5b0);
  new DataView(bytes.buffer).setUint16(0x20e, 0x3b0, true);
  await expect(readKernelImage(memoryAccess(bytes))).rejects.toThrow("syslinux's memdisk");
});

test.skipIf(memtest === undefined).each([
  ['memtest86+x64.bin', { arch: 'x86_64', signed: false }, false],
  ['memtest86+ia32.efi', { arch: 'i386', signed: false }, true],
])('%s boots as a kernel does', async (name, facts, efiStub) => {
  const access = memoryAccess(readFileSync(join(memtest ?? '', 'boot', name)));
  expect(await readKernelImage(access)).toMatchObject({ kind: 'bzimage', facts, efiStub });
});

test.skipIf(installer === undefined)('a Debian kernel for arm64 is read, and scanned', async () => {
  const bytes = arm64Kernel();
  const access = countReads(memoryAccess(bytes));
  expect(await readKernelImage(access)).toMatchObject({
    kind: 'arm64-image',
    facts: { version: '', arch: 'aarch64' },
    header: { bigEndian: false, pageBytes: 4096, anywhere: true },
    compression: 'none',
    efiStub: true,
  });
  expect(access.bytesRead).toBeLessThan(8192);
  const { facts } = await readKernelImage(memoryAccess(bytes), { scan: true });
  expect(facts.version).toMatch(/^6\.1\.\d+-\d+-arm64$/);
});

test.skipIf(installer === undefined)('a gzip’d arm64 Image is told as one', async () => {
  const access = memoryAccess(gzipSync(arm64Kernel().subarray(0, 1 << 20), { level: 1 }));
  expect(await readKernelImage(access)).toMatchObject({
    kind: 'arm64-image',
    compression: 'gzip',
    facts: { arch: 'aarch64' },
  });
});

test('an EFI zboot image is told by name, with its compression', async () => {
  const bytes = new Uint8Array(4096);
  bytes.set(Buffer.from('MZ\0\0zimg'));
  bytes.set(Buffer.from('zstd22'), 24);
  new DataView(bytes.buffer).setUint32(0x3c, 64, true);
  bytes.set(Buffer.from('PE\0\0\x64\xaa', 'latin1'), 64);
  expect(await readKernelImage(memoryAccess(bytes))).toEqual({
    kind: 'efi-zboot',
    facts: { path: '', version: '', arch: 'aarch64', signed: false },
    compression: 'zstd22',
  });
});

test.each([
  ['an empty file', new Uint8Array(0)],
  ['a script', Buffer.from('#!/bin/sh\n')],
  ['zeros', new Uint8Array(8192)],
  ['gzip of something else', gzipSync('hello')],
  ['damaged gzip', Uint8Array.of(0x1f, 0x8b, 8, 0xff, 1, 2, 3)],
])('%s is no kernel', async (_, bytes) => {
  await expect(readKernelImage(memoryAccess(bytes))).rejects.toBeInstanceOf(FormatError);
});

test.skipIf(kernelTree === undefined)(
  'every cut through the headers is taken or refused',
  async () => {
    const bytes = debianKernel().subarray(0, 0x400);
    for (let length = 0; length < bytes.length; length += 1) {
      const reading = readKernelImage(memoryAccess(bytes.subarray(0, length)));
      if (length < 0x268) await expect(reading).rejects.toBeInstanceOf(FormatError);
      else expect((await reading).facts).toMatchObject({ arch: 'x86_64', version: '' });
    }
  },
);
