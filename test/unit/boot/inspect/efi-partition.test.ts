import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBootTree } from '../../../../src/boot/inspect/boot-tree.ts';
import { inspectImage } from '../../../../src/boot/inspect/inspect-image.ts';
import { openTargetImages } from '../../../../src/boot/kexec/target-images.ts';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import type { RandomAccess } from '../../../../src/ports/random-access.ts';
import { fatImage } from '../../../helpers/fat-images.ts';
import { makeIso, scratchDirectory, type TreeSpec } from '../../../helpers/isos.ts';
import { peProgram } from '../../../helpers/pe-program.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
beforeAll(async () => {
  scratch = await scratchDirectory();
});
afterAll(() => scratch.remove());

let number = 0;

/** An ISO whose EFI boot image, or appended partition, has the given files. */
async function isoWith(
  files: Readonly<Record<string, string | Uint8Array>>,
  { spec = {}, appended = false }: { spec?: TreeSpec; appended?: boolean } = {},
): Promise<RandomAccess> {
  number += 1;
  const esp = await fatImage(files, { kibibytes: 4096 });
  const name = `esp-${number}`;
  const options = appended
    ? ['-partition_offset', '16', '-append_partition', '2', '0xef', `${scratch.path}/${name}.img`]
    : ['-e', 'efi.img', '-no-emul-boot'];
  if (appended) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${scratch.path}/${name}.img`, esp);
  }
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name,
    options: ['-R', '-V', 'ESP_TEST', ...options],
    spec: { ...spec, ...(appended ? { readme: 'x' } : { 'efi.img': esp }) },
  });
  return memoryAccess(new Uint8Array(await readFile(path)));
}

const kernel = tinyBzimage();
const systemdBoot = {
  'EFI/BOOT/BOOTX64.EFI': peProgram([['.text', 'loader']]),
  'loader/loader.conf': 'default live*\n',
  'loader/entries/live.conf':
    'title Live\nlinux /live/vmlinuz\ninitrd /live/initrd.img\noptions boot=live\n',
  'loader/entries/shell.conf': 'title EFI shell\nefi /EFI/BOOT/BOOTX64.EFI\n',
  'live/vmlinuz': kernel,
  'live/initrd.img': 'initrd',
};

async function files(image: RandomAccess, { entries }: ImageFacts): Promise<readonly string[]> {
  const [entry] = entries;
  if (entry === undefined) return [];
  const images = await openTargetImages(entry, await openBootTree(image));
  const all = [images.kernel, ...images.initrds];
  return Promise.all(
    all.map(async (file) => Buffer.from(await file.read(0, file.size)).toString('latin1')),
  );
}

describe('menus in the EFI boot partition of an image', () => {
  it.each([
    ['El Torito’s EFI image', false],
    ['an appended partition', true],
  ])('are read from %s, with the files that they name', async (_name, appended) => {
    const image = await isoWith(systemdBoot, { appended });
    const facts = await inspectImage(image);
    expect(facts.entries).toMatchObject([
      {
        id: 'live',
        title: 'Live',
        source: '/[EFI]/loader/entries/live.conf',
        kernel: '/[EFI]/live/vmlinuz',
        initrds: ['/[EFI]/live/initrd.img'],
        cmdline: 'boot=live',
        default: true,
      },
    ]);
    expect(facts.entries[0]).not.toHaveProperty('problem');
    expect(facts.arch).toBe('x86_64');
    expect(facts.otherEntries).toMatchObject([{ title: 'EFI shell' }]);
    const [first, second] = await files(image, facts);
    expect(first).toBe(Buffer.from(kernel).toString('latin1'));
    expect(second).toBe('initrd');
  });

  it('of GRUB name the files of the ISO that it searches for', async () => {
    const image = await isoWith(
      {
        'EFI/BOOT/BOOTX64.EFI': 'loader',
        'EFI/BOOT/grub.cfg':
          'search --set=root --label ESP_TEST\nmenuentry Live { linux /live/vmlinuz a\n initrd /live/initrd.img }\n',
      },
      { spec: { 'live/vmlinuz': kernel, 'live/initrd.img': 'on the ISO' } },
    );
    const facts = await inspectImage(image);
    expect(facts.entries).toMatchObject([
      { kernel: '/live/vmlinuz', initrds: ['/live/initrd.img'] },
    ]);
    expect((await files(image, facts))[1]).toBe('on the ISO');
  });

  it('are not read where the ISO has menus of its own', async () => {
    const spec = {
      'boot/grub/grub.cfg': 'menuentry Own { linux /k }\n',
      k: kernel,
    };
    const facts = await inspectImage(await isoWith(systemdBoot, { spec }));
    expect(facts.entries.map(({ title }) => title)).toEqual(['Own']);
  });
});

describe('unified kernel images of an image', () => {
  const unified = peProgram([
    ['.osrel', 'PRETTY_NAME="Demo Linux"\nIMAGE_VERSION=13\n'],
    ['.cmdline', 'root=live quiet'],
    ['.initrd', 'its initrd'],
    ['.ucode', 'microcode'],
    ['.linux', kernel],
    ['.profile', 'ID=main\n'],
    ['.profile', 'ID=debug\nTITLE=Debug\n'],
    ['.cmdline', 'root=live debug'],
  ]);
  const addon = peProgram([
    ['.cmdline', 'addon=1'],
    ['.initrd', 'of the addon'],
  ]);
  const spec = {
    'EFI/Linux/demo.efi': unified,
    'EFI/Linux/demo.efi.extra.d/more.addon.efi': addon,
  };

  it('are entries, a profile each, with addons', async () => {
    const image = await isoWith({ x: 'x' }, { spec });
    const facts = await inspectImage(image);
    expect(
      facts.entries.map(({ id, title, cmdline, default: isDefault }) => [
        id,
        title,
        cmdline,
        isDefault,
      ]),
    ).toEqual([
      ['demo', 'Demo Linux 13', 'root=live quiet addon=1', true],
      ['demo-debug', 'Demo Linux 13 (Debug)', 'root=live debug addon=1', false],
    ]);
    expect(facts.kernels).toMatchObject([
      { path: '/EFI/Linux/demo.efi/.linux', arch: 'x86_64', signed: false },
    ]);
    expect(facts.entries[0]).not.toHaveProperty('problem');
    const [first, ...initrds] = await files(image, facts);
    expect(first).toBe(Buffer.from(kernel).toString('latin1'));
    expect(initrds).toEqual(['microcode', 'its initrd', 'of the addon']);
  });

  it.each([
    [
      'the image',
      (program: Uint8Array) => isoWith({ x: 'x' }, { spec: { 'EFI/BOOT/BOOTX64.EFI': program } }),
      '',
    ],
    [
      'its EFI boot partition',
      (program: Uint8Array) => isoWith({ 'EFI/BOOT/BOOTX64.EFI': program }),
      '/[EFI]',
    ],
  ])('are entries where they are all that %s has for firmware', async (_place, make, below) => {
    const facts = await inspectImage(await make(unified));
    expect(facts.entries[0]).toMatchObject({
      title: 'Demo Linux 13',
      kernel: `${below}/EFI/BOOT/BOOTX64.EFI/.linux`,
      cmdline: 'root=live quiet',
      default: true,
    });
    const loader = await inspectImage(await make(peProgram([['.text', 'loader']])));
    expect(loader.entries).toEqual([]);
  });

  it('do without an addon that is damaged', async () => {
    const damaged = { 'EFI/Linux/demo.efi.extra.d/cut.addon.efi': addon.slice(0, 600) };
    const facts = await inspectImage(await isoWith({ x: 'x' }, { spec: { ...spec, ...damaged } }));
    expect(facts.entries[0]).toMatchObject({ id: 'demo', cmdline: 'root=live quiet addon=1' });
  });

  it('are entries in the EFI boot partition too, also by a file that names them', async () => {
    const facts = await inspectImage(
      await isoWith({
        'EFI/Linux/demo.efi': unified,
        'loader/entries/named.conf': 'title Named\nuki /EFI/Linux/demo.efi\n',
      }),
    );
    expect(facts.entries.map(({ title }) => title)).toEqual(['Named', 'Named (Debug)']);
    expect(facts.entries[0]).toMatchObject({
      kernel: '/[EFI]/EFI/Linux/demo.efi/.linux',
      initrds: ['/[EFI]/EFI/Linux/demo.efi/.ucode', '/[EFI]/EFI/Linux/demo.efi/.initrd'],
      cmdline: 'root=live quiet',
      default: true,
    });
  });
});
