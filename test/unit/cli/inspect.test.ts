import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCommand } from '../../../src/app/commands.ts';
import { WebbootError } from '../../../src/errors.ts';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { debFile } from '../../helpers/debs.ts';
import { bigIso, scratchDirectory } from '../../helpers/isos.ts';
import { serve } from '../../helpers/range-server.ts';

const imageBytes = 5e9;
/** What the kernel at hand calls its version. */
const version = 'Memtest86+';
const kernel = await findKernel();
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let tree: string;
let iso: string;
let zip: string;

async function findKernel(): Promise<string | undefined> {
  const package_ = await debFile('memtest86+');
  return package_ && join(package_, 'boot/memtest86+x64.bin');
}

async function inspect(...argv: readonly string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const { run, rest } = await findCommand(['inspect', ...argv]);
  const status = await run(rest, {
    stdout: (text) => {
      out += text;
    },
    stderr: () => undefined,
    env: {},
    signal: new AbortController().signal,
  });
  return { status, out };
}

const module = (name: string) => `kernel/drivers/nvdimm/${name}.ko`;

/** A live system as live-boot lays it out: an initrd without nd_e820, a squashfs that has it. */
function makeLiveTree(directory: string, kernelFile: string): void {
  mkdirSync(join(directory, 'boot/grub'), { recursive: true });
  mkdirSync(join(directory, 'isolinux'));
  mkdirSync(join(directory, 'live'));
  copyFileSync(kernelFile, join(directory, 'live/vmlinuz'));
  const entry = (title: string, more: string) =>
    `menuentry "${title}" { linux /live/vmlinuz boot=live ${more}\n initrd /live/initrd.img }\n`;
  writeFileSync(
    join(directory, 'boot/grub/grub.cfg'),
    `set default=1\necho hello\n${entry('Live\tsystem', 'components')}${entry('Failsafe', 'nomodeset')}`,
  );
  writeFileSync(
    join(directory, 'isolinux/isolinux.cfg'),
    'label live\n menu label Live system\n linux /live/vmlinuz\n append initrd=/live/initrd.img boot=live components\n',
  );
  const inInitrd = ['libnvdimm', 'nd_pmem'].map((name) => ({
    kind: 'file' as const,
    path: `usr/lib/modules/${version}/${module(name)}`,
    data: Buffer.from('module'),
  }));
  const script = { kind: 'file' as const, path: 'scripts/live', data: Buffer.from('#!/bin/sh') };
  const initrd = writeCpio([script, ...inInitrd]);
  writeFileSync(join(directory, 'live/initrd.img'), gzipSync(initrd));
  const root = join(directory, '../root');
  mkdirSync(join(root, 'usr/lib/modules', version), { recursive: true });
  writeFileSync(join(root, 'noise'), Buffer.alloc(2 << 20, 'no zeros'));
  const line = (name: string, ...needs: readonly string[]) =>
    `${module(name)}: ${needs.map(module).join(' ')}\n`;
  writeFileSync(
    join(root, 'usr/lib/modules', version, 'modules.dep'),
    line('libnvdimm') + line('nd_pmem', 'libnvdimm') + line('nd_e820', 'libnvdimm'),
  );
  const target = join(directory, 'live/filesystem.squashfs');
  execFileSync('mksquashfs', [root, target, '-quiet', '-no-progress', '-noD']);
}

describe.skipIf(kernel === undefined)('webboot inspect', () => {
  beforeAll(async () => {
    scratch = await scratchDirectory();
    tree = join(scratch.path, 'tree');
    iso = join(scratch.path, 'live.iso');
    mkdirSync(tree);
    makeLiveTree(tree, kernel ?? '');
    const options = ['-as', 'mkisofs', '-quiet', '-R', '-V', 'TEST_LIVE', '-o', iso];
    execFileSync('xorriso', [...options, tree]);
    zip = join(scratch.path, 'live.zip');
    execFileSync('7z', ['a', '-tzip', '-mx=1', '-bso0', zip, iso]);
    truncateSync(iso, imageBytes);
  });

  afterAll(() => scratch.remove());

  it('shows entries, kernel, family and memory, and leaves open what was not read', async () => {
    const { status, out } = await inspect(iso, '--json');
    const facts = JSON.parse(out);
    expect(status).toBe(0);
    expect(Object.keys(facts)).toEqual([
      ...[
        'image',
        'arch',
        'kernels',
        'family',
        'entries',
        'otherEntries',
        'pmem',
        'needs',
        'problems',
        'bytesRead',
      ],
    ]);
    expect(facts).toMatchObject({
      image: { size: statSync(iso).size, volumeId: 'TEST_LIVE', kind: 'iso9660' },
      arch: 'x86_64',
      kernels: [{ path: '/live/vmlinuz', arch: 'x86_64' }],
      family: 'live-boot',
      pmem: { state: 'unknown', missing: [], reason: 'unknown until the initrd is read (--deep)' },
    });
    expect(facts.entries).toMatchObject([
      { kernel: '/live/vmlinuz', initrds: ['/live/initrd.img'], default: false },
      { title: 'Failsafe', cmdline: 'boot=live nomodeset', default: true },
    ]);
    expect(facts.needs.ramBytes).toBeGreaterThan(statSync(iso).size);
  });

  it('finds with --deep the drivers that the initrd lacks, in the squashfs', async () => {
    const { out } = await inspect(iso, '--json', '--deep');
    const facts = JSON.parse(out);
    expect(facts.pmem).toEqual({
      state: 'graft',
      missing: ['nd_e820'],
      loads: ['libnvdimm', 'nd_pmem', 'nd_e820'],
      description: 'memmap',
    });
    expect(facts.family).toBe('live-boot');
  });

  it('prints a line for each entry, and nothing that a terminal would obey', async () => {
    const { out } = await inspect(iso, '--deep');
    expect(out).toContain(
      '[OK] Live system: pmem drivers are grafted: libnvdimm, nd_pmem, nd_e820\n',
    );
    expect(out).toContain(
      '[OK] Failsafe (default): pmem drivers are grafted: libnvdimm, nd_pmem, nd_e820\n',
    );
    expect((await inspect(iso)).out).toContain('[~]  Failsafe (default): pmem drivers: unknown');
  });

  it('takes a directory for an image, and one configuration of it', async () => {
    const whole = JSON.parse((await inspect(tree, '--json')).out);
    expect(whole.image.kind).toBe('directory');
    expect(whole.entries).toHaveLength(2);
    const grub = JSON.parse(
      (await inspect('--config', join(tree, 'boot/grub/grub.cfg'), '--root', tree, '--json')).out,
    );
    expect(grub.output).toBe('hello\n');
    expect(grub.entries).toEqual(whole.entries);
    const inTree = await inspect('--config', '/boot/grub/grub.cfg', '--root', tree, '--json');
    expect(JSON.parse(inTree.out)).toEqual(grub);
    const elsewhere = join(scratch.path, 'other.cfg');
    writeFileSync(elsewhere, 'menuentry Other { linux /live/vmlinuz a=b }');
    const other = await inspect('--config', elsewhere, '--root', tree, '--json');
    expect(JSON.parse(other.out).entries).toMatchObject([{ title: 'Other', cmdline: 'a=b' }]);
  });

  it('reads few pieces of a remote image of 5 GB', async () => {
    const served = await serve(iso, { ranges: true });
    try {
      const { out } = await inspect(served.url, '--json');
      const facts = JSON.parse(out);
      expect(facts.entries).toHaveLength(2);
      expect(facts.image.size).toBe(imageBytes);
      expect(facts.bytesRead).toBe(served.bytes());
      expect(served.bytes()).toBeLessThanOrEqual(8 << 20);
      expect(served.requests()).toBeLessThanOrEqual(40);
      console.info(`remote inspection: ${served.requests()} requests, ${served.bytes()} bytes`);
    } finally {
      await served.close();
    }
  });

  it('reads as few where a file is larger than 4 GiB', async () => {
    const { path, bigBytes } = await bigIso();
    const served = await serve(path, { ranges: true });
    try {
      const facts = JSON.parse((await inspect(served.url, '--json')).out);
      expect(bigBytes).toBeGreaterThan(2 ** 32);
      expect(facts.entries).toMatchObject([{ title: 'Live', kernel: '/live/vmlinuz' }]);
      expect(facts.family).toBe('live-boot');
      expect(facts.image.size).toBeGreaterThan(4.9e9);
      expect(served.bytes()).toBeLessThanOrEqual(8 << 20);
      expect(served.requests()).toBeLessThanOrEqual(40);
    } finally {
      await served.close();
    }
  });

  it('looks into a zipped image, here and on a server', async () => {
    const served = await serve(zip, { ranges: true });
    try {
      for (const source of [zip, served.url]) {
        const facts = JSON.parse((await inspect(source, '--json', '--deep')).out);
        expect(facts.image).toMatchObject({ volumeId: 'TEST_LIVE', kind: 'iso9660-in-zip' });
        expect(facts.entries).toHaveLength(2);
        expect(facts.pmem).toMatchObject({
          state: 'graft',
          missing: ['nd_e820'],
          loads: ['libnvdimm', 'nd_pmem', 'nd_e820'],
        });
      }
    } finally {
      await served.close();
    }
  });

  it('tells a server that sends no parts, without the download', async () => {
    const served = await serve(iso, { ranges: false });
    try {
      await expect(inspect(served.url)).rejects.toMatchObject({ code: 'range-unsupported' });
      expect(served.bytes()).toBeLessThan(16 << 20);
    } finally {
      await served.close();
    }
  });

  it('refuses what is no image, is not there, or was not asked for', async () => {
    const text = join(scratch.path, 'text');
    writeFileSync(text, 'no image'.repeat(10_000));
    const refusal = (...argv: readonly string[]) =>
      inspect(...argv).then(
        () => undefined,
        (error: unknown) => (error instanceof WebbootError ? error.code : error),
      );
    expect(await refusal(text)).toBe('not-an-iso');
    expect(await refusal(join(scratch.path, 'nothing'))).toBe('file-not-found');
    expect(await refusal()).toBe('usage');
    expect(await refusal(iso, iso)).toBe('usage');
    expect(await refusal(iso, '--no-such-option')).toBe('usage');
    expect(await refusal('--config', text, '--root', text)).toBe('usage');
    expect(await refusal('--config', tree, '--root', tree)).toBe('usage');
  });
});
