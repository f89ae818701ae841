import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { openIso } from '../../../../src/formats/iso9660/open-iso.ts';
import { countReads, memoryAccess } from '../../../../src/formats/random-access.ts';
import type { RandomAccess } from '../../../../src/ports/random-access.ts';
import { debFile } from '../../../helpers/debs.ts';
import {
  isoinfoListing,
  ourListing,
  sevenZipListing,
  xorrisoListing,
} from '../../../helpers/iso-listings.ts';
import { makeIso, makeTree, scratchDirectory, type TreeSpec } from '../../../helpers/isos.ts';

const udftools = await debFile('udftools');
const scratch = await scratchDirectory();
afterAll(scratch.remove);

const load = (path: string): RandomAccess => memoryAccess(readFileSync(path));
const longName = `${'n'.repeat(240)}.txt`;
const longTarget = `../${'component/'.repeat(60)}end`;
const deep = Array.from({ length: 12 }, (_, index) => `d${index}`).join('/');

const spec: TreeSpec = {
  'boot/grub/grub.cfg': 'menuentry x {}\n',
  'boot/vmlinuz': 'kernel',
  'Größe/Ångström – 文字.txt': 'text',
  [longName]: 'long',
  empty: '',
  [`${deep}/bottom`]: 'deep',
  vmlinuz: { link: 'boot/vmlinuz' },
  long: { link: longTarget },
  absolute: { link: '/boot' },
  loop: { link: 'loop' },
  outside: { link: '../../../boot/../boot/vmlinuz' },
  'boot/up': { link: '..' },
};

// genisoimage's own links of over 250 bytes are broken.
const shorter: TreeSpec = { ...spec, long: { link: longTarget.slice(-200) } };

/** The listing that a tree of this spec must give. */
function expectedListing(tree: TreeSpec): string[] {
  const lines = new Set<string>();
  for (const [path, content] of Object.entries(tree)) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      lines.add(`/${parts.slice(0, depth).join('/')} d`);
    }
    if (typeof content === 'string') lines.add(`/${path} ${Buffer.byteLength(content)}`);
    else if ('link' in content) lines.add(`/${path} -> ${content.link}`);
  }
  return [...lines].sort();
}

async function text(image: RandomAccess, path: string): Promise<string | undefined> {
  const file = await (await openIso(image)).open(path);
  return file && new TextDecoder().decode(await file.read(0, file.size));
}

test.each([
  { tool: 'xorriso', name: 'xorriso', options: ['-R', '-J', '-V', 'WEB BOOT'] },
  { tool: 'genisoimage', name: 'genisoimage', options: ['-R', '-J', '-joliet-long'] },
] as const)('$name with Rock Ridge and Joliet gives every path, size and link', async (order) => {
  const tree = order.tool === 'genisoimage' ? shorter : spec;
  const path = await makeIso(scratch.path, { ...order, spec: tree });
  const listing = await ourListing(load(path));
  // genisoimage leaves the folder that it moved deep directories into.
  const moved = order.tool === 'genisoimage' ? ['/rr_moved d'] : [];
  expect(listing).toEqual([...expectedListing(tree), ...moved].sort());
  expect(listing).toEqual(await xorrisoListing(path));
});

test.each([
  { tool: 'xorriso', names: 'Rock Ridge', options: ['-R'] },
  { tool: 'genisoimage', names: 'Rock Ridge', options: ['-R', '-D'] },
  { tool: 'genisoimage', names: 'plain', options: ['-D'] },
] as const)('isoinfo gives the same $names names of what $tool made', async (order) => {
  const name = `isoinfo ${order.tool} ${order.names}`;
  const path = await makeIso(scratch.path, { ...order, name, spec: shorter });
  const listing = await ourListing(load(path));
  expect(listing).toContainEqual(expect.stringMatching(/\/d11\/bottom 4$/i));
  expect(listing).toEqual(await isoinfoListing(path, order.names));
});

test('a link that genisoimage has broken spoils neither its directory nor anything else', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'genisoimage',
    name: 'broken-link',
    options: ['-R'],
    spec: { long: { link: longTarget }, a: 'a' },
  });
  const listing = await (await openIso(load(path))).list('/');
  expect(listing).toEqual([
    { name: 'a', kind: 'file', size: 1 },
    { name: 'long', kind: 'other', size: 0 },
  ]);
});

test('7-Zip gives the same names and sizes of a Joliet tree, and of a plain one', async () => {
  const small: TreeSpec = { 'Boot/Grub Config/grub.cfg': 'x', 'Boot/kernel': 'kernel', a: '' };
  for (const [name, options] of [
    ['joliet', ['-J']],
    ['plain', []],
    ['udf-bridge', ['-udf', '-J']],
  ] as const) {
    const path = await makeIso(scratch.path, { tool: 'genisoimage', name, options, spec: small });
    expect(await ourListing(load(path)), name).toEqual(await sevenZipListing(path));
  }
});

test('files are read through links, which never lead out of the tree', async () => {
  const image = load(
    await makeIso(scratch.path, { tool: 'xorriso', name: 'links', options: ['-R'], spec }),
  );
  for (const path of [
    '/boot/vmlinuz',
    'vmlinuz',
    '/absolute/vmlinuz',
    '/outside',
    '/boot/up/boot//./up/vmlinuz',
    '/absolute/../vmlinuz',
    '/../../boot/vmlinuz',
  ]) {
    expect(await text(image, path), path).toBe('kernel');
  }
  const iso = await openIso(image);
  expect(await text(image, `/${deep}/bottom`)).toBe('deep');
  expect(await text(image, '/empty')).toBe('');
  expect(await iso.find('/loop')).toBeUndefined();
  expect(await iso.find('/long')).toBeUndefined();
  expect(await iso.find('/boot/vmlinuz/x')).toBeUndefined();
  expect(await iso.find('/BOOT')).toBeUndefined();
  expect(await iso.open('/boot')).toBeUndefined();
  expect(await iso.list('/nowhere')).toEqual([]);
  expect(await iso.find('/')).toMatchObject({ kind: 'directory' });
  expect(await iso.find('/absolute')).toMatchObject({ name: 'boot', kind: 'directory' });
  expect((await iso.list('/absolute')).map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual([
    'grub directory',
    'up symlink',
    'vmlinuz file',
  ]);
});

test('plain names are found in either case, without their version', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'genisoimage',
    name: 'case',
    options: [],
    spec: { 'isolinux/isolinux.cfg': 'default x', 'isolinux/linux': 'k' },
  });
  expect(await text(load(path), '/isolinux/isolinux.cfg')).toBe('default x');
  expect(await text(load(path), '/ISOLINUX/LINUX')).toBe('k');
  expect(await (await openIso(load(path))).list('/isolinux')).toEqual([
    { name: 'ISOLINUX.CFG', kind: 'file', size: 9 },
    { name: 'LINUX', kind: 'file', size: 1 },
  ]);
});

test('volume ID and UUID are those that blkid prints', async () => {
  const options = ['-R', '-V', 'Web Boot 1', '--modification-date=2026010203040506'];
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'id',
    options,
    spec: { a: '' },
  });
  const { stdout } = await execa('/sbin/blkid', ['-p', '-o', 'export', path]);
  const { volumeId, uuid } = await openIso(load(path));
  expect(uuid).toBe('2026-01-02-03-04-05-06');
  expect(stdout.split('\n')).toEqual(expect.arrayContaining([`UUID=${uuid}`]));
  expect(volumeId).toBe('Web Boot 1');
});

test('a hybrid image shows its boot images and the partitions that a kernel makes of it', async () => {
  const isolinux = readFileSync('/usr/lib/ISOLINUX/isolinux.bin', 'latin1');
  const tree = { 'efi.img': 'E'.repeat(4096), 'a.txt': 'a' };
  const source = join(scratch.path, 'hybrid.d/isolinux');
  await makeTree(source, {});
  await makeTree(join(scratch.path, 'hybrid.d'), { 'isolinux/readme': '' });
  await execa('cp', ['/usr/lib/ISOLINUX/isolinux.bin', source]);
  expect(isolinux.length).toBeGreaterThan(0);
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'hybrid',
    options: [
      ...['-R', '-isohybrid-mbr', '/usr/lib/ISOLINUX/isohdpfx.bin', '-c', 'isolinux/boot.cat'],
      ...['-b', 'isolinux/isolinux.bin', '-no-emul-boot', '-boot-load-size', '4'],
      ...['-boot-info-table', '-eltorito-alt-boot', '-e', 'efi.img', '-no-emul-boot'],
      '-isohybrid-gpt-basdat',
    ],
    spec: tree,
  });
  const image = load(path);
  const iso = await openIso(image);
  const [bios, efi] = await iso.bootImages();
  expect(bios).toMatchObject({ platform: 'bios', emulation: 'none', loadBytes: 2048 });
  expect(efi).toMatchObject({ platform: 'efi', bootable: true, loadBytes: 4096 });
  expect(await image.read(efi?.offset ?? 0, 4096)).toEqual(
    new Uint8Array(Buffer.from(tree['efi.img'])),
  );
  const table = await iso.partitionTable();
  const { stdout } = await execa('partx', ['-b', '-g', '-o', 'NR,START,SECTORS', path]);
  expect(table?.scheme).toBe('mbr');
  expect(table?.partitions.map((p) => [p.number, p.offset / 512, p.length / 512])).toEqual(
    stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number)),
  );
});

test('a GPT behind a protective MBR is what a kernel takes', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'gpt',
    options: [
      ...['-R', '-e', 'efi.img', '-no-emul-boot', '-append_partition', '2', '0xef'],
      ...[join(scratch.path, 'esp.img'), '-appended_part_as_gpt', '-partition_offset', '16'],
    ],
    spec: await writeEsp({ 'efi.img': 'E'.repeat(4096) }),
  });
  const table = await (await openIso(load(path))).partitionTable();
  const { stdout } = await execa('partx', ['-b', '-g', '-o', 'NR,START,SECTORS,TYPE', path]);
  expect(table?.scheme).toBe('gpt');
  expect(table?.partitions.map((p) => [p.number, p.offset / 512, p.length / 512, p.type])).toEqual(
    stdout.split('\n').map((line) => {
      const [number, start, sectors, type] = line.trim().split(/\s+/);
      return [Number(number), Number(start), Number(sectors), type];
    }),
  );
});

async function writeEsp(tree: TreeSpec): Promise<TreeSpec> {
  await makeTree(scratch.path, { 'esp.img': 'F'.repeat(1 << 20) });
  return tree;
}

test('an image without a partition table or boot catalogue has none', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'genisoimage',
    name: 'bare',
    options: ['-R'],
    spec: { a: '' },
  });
  const iso = await openIso(load(path));
  expect(await iso.partitionTable()).toBeUndefined();
  expect(await iso.bootImages()).toEqual([]);
});

test.for([
  ['memtest86+', 'usr/lib/memtest86+/memtest86+x64.iso'],
  ['ipxe', 'usr/lib/ipxe/ipxe.iso'],
  ['grub-rescue-pc', 'usr/lib/grub-rescue/grub-rescue-cdrom.iso'],
] as const)('the image of Debian’s %s is read as 7-Zip reads it', async ([name, file], context) => {
  const tree = await debFile(name);
  if (tree === undefined) {
    context.skip(`no package ${name} to be had`);
    return;
  }
  const path = join(tree, file);
  const counted = countReads(load(path));
  const ours = await ourListing(counted);
  expect(ours.length).toBeGreaterThan(3);
  expect(ours).toEqual(await sevenZipListing(path));
  expect(counted.requests).toBeLessThanOrEqual(2);
});

test('what is no ISO is told so', async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(1 << 20), Buffer.from('#!/bin/sh\n')]) {
    await expect(openIso(memoryAccess(bytes))).rejects.toThrow('not an ISO 9660 image');
  }
});

test('a disc of UDF alone is refused by name', async () => {
  const bytes = new Uint8Array(1 << 20);
  bytes.set(Buffer.from('\0BEA01\x01'), 0x8000);
  bytes.set(Buffer.from('\0NSR03\x01'), 0x8800);
  await expect(openIso(memoryAccess(bytes))).rejects.toMatchObject({ format: 'udf' });
});

test.skipIf(udftools === undefined)('and so is one that mkudffs made', async () => {
  const path = join(scratch.path, 'udf.img');
  await makeTree(scratch.path, { 'udf.img': { sparse: 4 << 20 } });
  await execa(join(udftools ?? '', 'usr/sbin/mkudffs'), ['--media-type=dvdr', path]);
  await expect(openIso(load(path))).rejects.toMatchObject({ format: 'udf' });
});

test('a file that zisofs compressed is listed with its true size and refused by name', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'zisofs',
    options: ['-R'],
    spec: { other: 'x' },
  });
  const target = join(scratch.path, 'compressed.iso');
  const content = join(scratch.path, 'zeros');
  await makeTree(scratch.path, { zeros: { sparse: 1 << 20 } });
  await execa('xorriso', [
    ...['-report_about', 'SORRY', '-indev', path, '-outdev', target, '-zisofs', 'default'],
    ...['-map', content, '/zeros', '-set_filter', '--zisofs', '/zeros', '--'],
  ]);
  const iso = await openIso(load(target));
  expect(await iso.find('/zeros')).toMatchObject({ kind: 'file', size: 1 << 20 });
  await expect(iso.open('/zeros')).rejects.toMatchObject({ format: 'zisofs' });
  expect(await text(load(target), '/other')).toBe('x');
});

test('a file of an image that is cut off is refused, not cut off', async () => {
  const path = await makeIso(scratch.path, {
    tool: 'genisoimage',
    name: 'cut',
    options: ['-R', '-no-pad'],
    spec: { a: 'a'.repeat(100_000) },
  });
  const bytes = readFileSync(path);
  const iso = await openIso(memoryAccess(bytes.subarray(0, -50_000)));
  expect(await iso.find('/a')).toMatchObject({ size: 100_000 });
  await expect(iso.open('/a')).rejects.toThrow(FormatError);
});
