import { mkdir, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCommand } from '../../../src/app/commands.ts';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { debArchive, dependencyOf } from '../../helpers/debs.ts';
import { makeIso, scratchDirectory } from '../../helpers/isos.ts';
import {
  apkPackage,
  debPackage,
  type PackageFiles,
  pacmanPackage,
  rpmPackage,
} from '../../helpers/packages.ts';
import { peProgram } from '../../helpers/pe-program.ts';
import { serve } from '../../helpers/range-server.ts';
import { tinyArm64Image } from '../../helpers/tiny-arm64-image.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';
import { tinyModule } from '../../helpers/tiny-module.ts';
import { zbootImage } from '../../helpers/zboot-image.ts';

const version = '6.12.1-virt';
const initrd = gzipSync(
  writeCpio([
    {
      kind: 'file',
      path: `lib/modules/${version}/kernel/loop.ko`,
      data: tinyModule({ name: 'loop', vermagic: version }),
    },
  ]),
);

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let iso: string;
let count = 0;
beforeAll(async () => {
  scratch = await scratchDirectory();
  iso = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'live',
    options: ['-R'],
    spec: {
      'boot/grub/grub.cfg':
        'menuentry Live { linux /live/vmlinuz boot=live quiet\n initrd /live/initrd }\nmenuentry Safe { linux /live/vmlinuz nomodeset }\nmenuentry Lost { linux /live/lost }',
      'live/vmlinuz': tinyBzimage(),
      'live/initrd': initrd,
      'live/filesystem.squashfs': { sparse: 64 << 20 },
      '.alpine-release': 'alpine-virt-3.22.1 250715\n',
    },
  });
});
afterAll(() => scratch.remove());

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(scratch.path, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

/** Extracts into a directory of its own, and reads what came out. */
async function extract(source: string, ...options: readonly string[]) {
  count += 1;
  const output = join(scratch.path, `out-${count}`);
  const { run, rest } = await findCommand(['extract', source, '-o', output, ...options]);
  const io = { stdout: () => {}, stderr: () => {}, env: {}, signal: new AbortController().signal };
  await run(rest, io);
  const read = (name: string) => readFile(join(output, name));
  const metadata = JSON.parse((await read('kernel-metadata.json')).toString());
  return { output, metadata, read, names: (await readdir(output)).sort() };
}

function kernelFiles(prefix = ''): PackageFiles {
  return {
    [`${prefix}boot/vmlinuz-virt`]: tinyBzimage(),
    [`${prefix}boot/config-${version}`]:
      'CONFIG_VIRTIO_BLK=y\nCONFIG_SQUASHFS=m\n# CONFIG_PVH is not set\n',
    [`${prefix}lib/modules/${version}/kernel/loop.ko.gz`]: gzipSync(
      tinyModule({ name: 'loop', vermagic: version }),
    ),
    [`${prefix}lib/modules/${version}/modules.dep`]: '',
  };
}

describe('a package', () => {
  it.each([
    ['deb', debPackage, 'linux-image-test'],
    ['apk', apkPackage, 'linux-virt'],
    ['pacman', pacmanPackage, 'linux'],
    ['rpm', rpmPackage, 'kernel-core'],
  ] as const)('gives its kernel, and says what it is: %s', async (kind, build, name) => {
    const source = await file(`v3.22/main/a.${kind}`, build(kernelFiles()));
    const { metadata, names, read } = await extract(source);
    expect(names).toEqual(['cmdline', 'kernel', 'kernel-metadata.json']);
    expect(new Uint8Array(await read('kernel'))).toEqual(tinyBzimage());
    expect(metadata).toMatchObject({
      version,
      arch: 'x86_64',
      format: 'bzimage',
      origin: { kind, kernel: 'boot/vmlinuz-virt', package: { kind, name } },
      image: { file: 'kernel', bytes: tinyBzimage().length },
      config: { VIRTIO_BLK: 'y', SQUASHFS: 'm', PVH: 'n', EXT4_FS: 'n' },
      modules: { count: 1, vermagic: `${version} SMP mod_unload` },
    });
    expect(metadata.image.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(metadata.alpine_version).toBe(kind === 'apk' ? '3.22' : undefined);
  });

  it('of a server comes as well', async () => {
    const served = await serve(await file('k.apk', apkPackage(kernelFiles())), { ranges: true });
    try {
      expect((await extract(served.url)).metadata).toMatchObject({ version, arch: 'x86_64' });
    } finally {
      await served.close();
    }
  });

  it('without a kernel in the place of one is refused, and nothing is written', async () => {
    const source = await file('evil.deb', debPackage(kernelFiles('../../')));
    await expect(extract(source)).rejects.toMatchObject({ code: 'kernel-unreadable' });
    const text = await file('text.deb', debPackage({ 'boot/vmlinuz-1': 'a script' }));
    await expect(extract(text)).rejects.toMatchObject({ code: 'kernel-unreadable' });
    expect(await readdir(join(scratch.path, `out-${count}`))).toEqual([]);
  });

  const kernelPackage = debArchiveOf('linux-image-cloud-amd64');
  it("of Debian's gives the kernel that is in it", { timeout: 120_000 }, async () => {
    const source = await kernelPackage;
    if (source === undefined) return;
    const { metadata } = await extract(source);
    expect(metadata.version).toMatch(/-cloud-amd64$/);
    expect(metadata).toMatchObject({
      arch: 'x86_64',
      signed: true,
      origin: { kind: 'deb', kernel: `boot/vmlinuz-${metadata.version}` },
      config: { PVH: 'y', VIRTIO_BLK: 'm', KEXEC_FILE: 'y' },
    });
    expect(metadata.modules.vermagic).toContain(metadata.version);
    expect(metadata.modules.count).toBeGreaterThan(500);
  });
});

async function debArchiveOf(metapackage: string): Promise<string | undefined> {
  const name = await dependencyOf(metapackage);
  return name && debArchive(name);
}

describe('an image', () => {
  it('gives kernel, initrd and command line of its default entry', async () => {
    const { metadata, read } = await extract(iso);
    expect(new Uint8Array(await read('kernel'))).toEqual(tinyBzimage());
    expect((await read('initrd')).subarray(0, initrd.length)).toEqual(initrd);
    expect((await read('cmdline')).toString()).toBe('boot=live quiet\n');
    expect(metadata).toMatchObject({
      origin: { kind: 'iso', kernel: '/live/vmlinuz', initrds: ['/live/initrd'] },
      modules: { count: 1, vermagic: `${version} SMP mod_unload` },
      alpine_version: '3.22.1',
    });
  });

  it('gives the entry that was asked for', async () => {
    const { metadata, names } = await extract(iso, '--entry', 'Safe');
    expect(metadata).toMatchObject({ cmdline: 'nomodeset', origin: { entry: { title: 'Safe' } } });
    expect(names).not.toContain('initrd');
    await expect(extract(iso, '--entry', 'Nothing')).rejects.toMatchObject({
      code: 'unknown-entry',
    });
    await expect(extract(iso, '--entry', 'Lost')).rejects.toMatchObject({
      code: 'kernel-unreadable',
    });
  });

  it('of a server is not downloaded', async () => {
    const served = await serve(iso, { ranges: true });
    try {
      const { metadata } = await extract(served.url);
      expect(metadata.cmdline).toBe('boot=live quiet');
      expect(served.bytes()).toBeLessThan(8 << 20);
    } finally {
      await served.close();
    }
  });
});

describe('a kernel of another form', () => {
  it('is taken out of a unified kernel image, by its profile', async () => {
    const source = await file(
      'a.efi',
      peProgram([
        ['.linux', tinyBzimage()],
        ['.initrd', initrd],
        ['.cmdline', 'quiet\0'],
        ['.profile', 'ID=main\n'],
        ['.profile', 'ID=debug\nTITLE=Debug\n'],
        ['.cmdline', 'debug\u001b[2J\0'],
      ]),
    );
    const { metadata, read } = await extract(source);
    expect(metadata).toMatchObject({ cmdline: 'quiet', origin: { kind: 'uki' } });
    expect((await read('initrd')).subarray(0, initrd.length)).toEqual(initrd);
    const debug = await extract(source, '--entry', 'debug');
    expect((await debug.read('cmdline')).toString()).toBe('debug\ufffd[2J\n');
    await expect(extract(source, '--entry', 'x')).rejects.toMatchObject({ code: 'unknown-entry' });
  });

  it('cannot grow by initrds that are the same bytes again and again', async () => {
    const once = 1 << 30;
    const program = Buffer.from(
      peProgram([
        ['.linux', tinyBzimage()],
        ...Array.from({ length: 5 }, () => ['.initrd', 'x'] as const),
      ]),
    );
    const start = program.indexOf('.initrd');
    for (let at = start; at < start + 5 * 40; at += 40) {
      program.writeUInt32LE(once, at + 8);
      program.writeUInt32LE(once, at + 16);
      program.writeUInt32LE(4096, at + 20);
    }
    const source = await file('overlapping.efi', program);
    await using sparse = await open(source, 'r+');
    await sparse.truncate(4096 + once);
    const output = join(scratch.path, 'grown');
    const { run, rest } = await findCommand(['extract', source, '-o', output]);
    const io = { stdout: () => {}, stderr: () => {}, env: {}, signal: AbortSignal.any([]) };
    await expect(run(rest, io)).rejects.toMatchObject({ code: 'damaged-image' });
    expect(await readdir(output)).toEqual([]);
  });

  it('is unpacked from an EFI zboot image, which only firmware starts', async () => {
    const source = await file('zboot.efi', zbootImage(tinyArm64Image()));
    const { metadata, read } = await extract(source);
    expect(new Uint8Array(await read('kernel'))).toEqual(tinyArm64Image());
    expect(metadata).toMatchObject({
      format: 'arm64-image',
      origin: { unpackedFrom: 'efi-zboot' },
    });
  });

  it('is refused where there is none', async () => {
    const source = await file('page.html', Buffer.from('<html>'.repeat(9000)));
    await expect(extract(source)).rejects.toMatchObject({ code: 'not-an-iso' });
    await expect(extract(await file('empty', new Uint8Array()))).rejects.toMatchObject({
      code: 'not-an-iso',
    });
  });
});

describe('the directory that is written to', () => {
  it('keeps what it has: neither a file nor a link in it is written through', async () => {
    const output = join(scratch.path, 'taken');
    const elsewhere = await file('elsewhere', Buffer.from('mine'));
    await mkdir(output);
    await symlink(elsewhere, join(output, 'cmdline'));
    const { run, rest } = await findCommand(['extract', iso, '-o', output]);
    const io = { stdout: () => {}, stderr: () => {}, env: {}, signal: AbortSignal.any([]) };
    await expect(run(rest, io)).rejects.toMatchObject({ code: 'sink-failed' });
    expect((await readFile(elsewhere)).toString()).toBe('mine');
    expect(await readdir(output)).toEqual(['cmdline']);
    await rm(output, { recursive: true });
  });

  it('must be named, and so must the source', async () => {
    const { run } = await findCommand(['extract']);
    const io = { stdout: () => {}, stderr: () => {}, env: {}, signal: AbortSignal.any([]) };
    await expect(run([iso], io)).rejects.toMatchObject({ code: 'usage' });
    await expect(run(['-o', scratch.path], io)).rejects.toMatchObject({ code: 'usage' });
  });
});
