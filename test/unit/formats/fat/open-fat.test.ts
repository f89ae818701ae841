import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { readChain } from '../../../../src/formats/fat/chain.ts';
import { openFat } from '../../../../src/formats/fat/open-fat.ts';
import { readFatVolume } from '../../../../src/formats/fat/volume.ts';
import { countReads, memoryAccess } from '../../../../src/formats/random-access.ts';
import type { FileTree } from '../../../../src/ports/file-tree.ts';
import { fatImage } from '../../../helpers/fat-images.ts';
import { crowdedVolume, longVolume, loopingVolume } from '../../../helpers/hostile-fat.ts';

const long = `${'a long name with ümlauts and 数 '.repeat(4)}.conf`;
const big = new Uint8Array(70_000).map((_, index) => index % 251);
const many = Object.fromEntries(
  Array.from({ length: 150 }, (_, index) => [`many/entry-number-${index}.conf`, `title ${index}`]),
);
const files = {
  'EFI/BOOT/BOOTX64.EFI': 'program',
  'loader/entries/Live.conf': 'title Live',
  [`loader/${long}`]: 'long',
  'lower.txt': 'in lower case',
  'big.bin': big,
  empty: '',
  ...many,
};

async function open(image: Uint8Array): Promise<FileTree> {
  const tree = await openFat(memoryAccess(image));
  if (tree === undefined) throw new Error('not taken for FAT');
  return tree;
}

async function text(tree: FileTree, path: string): Promise<string | undefined> {
  const file = await tree.open(path);
  return file && new TextDecoder().decode(await file.read(0, file.size));
}

describe.each([
  ['FAT12', 4096, []],
  ['FAT16', 20_000, []],
  ['FAT32', 40_000, ['-F', '32', '-s', '1']],
  ['FAT16 with clusters of 8 KiB', 65_536, ['-F', '16', '-s', '16']],
  ['FAT16 with sectors of 2 KiB', 32_768, ['-F', '16', '-S', '2048', '-s', '1']],
])('a volume of %s', (_name, kibibytes, format) => {
  it('gives back what mcopy wrote, by names in either case', async () => {
    const tree = await open(await fatImage(files, { kibibytes, format }));
    expect(tree).toMatchObject({ volumeId: 'ESP', uuid: '5F2A-10C4' });
    expect((await tree.list('/')).map(({ name }) => name).sort()).toEqual(
      ['EFI', 'big.bin', 'empty', 'loader', 'lower.txt', 'many'].sort(),
    );
    expect(await text(tree, '/efi/boot/bootx64.efi')).toBe('program');
    expect(await text(tree, '/loader/entries/Live.conf')).toBe('title Live');
    expect(await text(tree, `/loader/${long}`)).toBe('long');
    expect(await text(tree, '/empty')).toBe('');
    expect(await tree.find('/EFI')).toEqual({ name: 'EFI', kind: 'directory', size: 0 });
    expect(await tree.find('/EFI/nothing')).toBeUndefined();
    const file = await tree.open('/big.bin');
    expect(await file?.read(0, big.length)).toEqual(big);
    expect(await file?.read(60_000, 20_000)).toEqual(big.slice(60_000));
    expect(await tree.list('/many')).toHaveLength(150);
    expect(await text(tree, '/many/entry-number-149.conf')).toBe('title 149');
  });
});

describe('a FAT volume with 60,000 names in a directory that contains itself', () => {
  it('goes through its names once, however many paths are looked up', async () => {
    const volume = crowdedVolume(60_000);
    const tree = await openFat(volume.image);
    const deep = `/${'d/'.repeat(60)}`;
    expect(await tree?.find(`${deep}d`)).toMatchObject({ kind: 'directory' });
    for (let index = 0; index < 1000; index += 1) await tree?.find(`${deep}missing-${index}`);
    // To go through them for each name of each path would take five minutes.
    expect(await tree?.find('/00000007.ext')).toMatchObject({ kind: 'file' });
  });
});

describe('a FAT volume that is damaged', () => {
  const image = fatImage({ 'a.bin': big }, { kibibytes: 4096 });

  it('ends with a chain of clusters that bites its tail', async () => {
    const bytes = (await image).slice();
    const view = new DataView(bytes.buffer);
    const table = view.getUint16(14, true) * view.getUint16(11, true);
    // Every entry of FAT12 leads to cluster 3.
    for (let at = table + 3; at < table + 3000; at += 3) bytes.set([0x03, 0x30, 0x00], at);
    const tree = await open(bytes);
    await expect(tree.open('/a.bin')).rejects.toThrow('a chain of clusters without end');
    const root = (await tree.list('/')).map(({ name }) => name);
    expect(root).toEqual(['a.bin']);
  });

  it('ends with a chain that comes back to its start after millions of clusters', async () => {
    const volume = loopingVolume({ clusters: 9_000_000, loopsAt: 8000 });
    const tree = await openFat(volume);
    await expect(tree?.open('/kernel')).rejects.toThrow('a chain of clusters without end');
    expect(volume.requests).toBeLessThan(8);
  });

  it('is left while a chain of millions of clusters is followed', async () => {
    const controller = new AbortController();
    const tree = await openFat(longVolume(8_000_000), { signal: controller.signal });
    const opening = tree?.open('/kernel');
    setImmediate(() => controller.abort(new Error('nobody waits')));
    await expect(opening).rejects.toThrow('nobody waits');
  });

  it('ends once its files have had more clusters together than any boot partition', async () => {
    const image = longVolume(100_000);
    const volume = await readFatVolume(image);
    if (volume === undefined) throw new Error('not taken for FAT');
    const table = { volume, following: { clusters: 1500, signal: undefined } };
    const open = () => readChain(image, table, 10, 1000 * volume.clusterBytes);
    expect(await open()).toHaveLength(1);
    await expect(open()).rejects.toThrow(FormatError);
  });

  it('ends with a chain that leaves the volume', async () => {
    const bytes = (await image).slice();
    const view = new DataView(bytes.buffer);
    const table = view.getUint16(14, true) * view.getUint16(11, true);
    bytes.fill(0xee, table + 3, table + 3000);
    const tree = await open(bytes);
    await expect(tree.open('/a.bin')).rejects.toBeInstanceOf(FormatError);
  });

  it('ends with a file that is cut off', async () => {
    const tree = await open((await image).subarray(0, 60_000));
    await expect(tree.open('/a.bin')).rejects.toThrow('reaches past the end');
  });

  it('is not taken for one without a boot sector', async () => {
    expect(await openFat(memoryAccess(new Uint8Array(100_000)))).toBeUndefined();
    expect(await openFat(memoryAccess(new Uint8Array(10)))).toBeUndefined();
  });

  it('costs few reads, as of a remote image', async () => {
    const counted = countReads(memoryAccess(await fatImage(files, { kibibytes: 40_000 })));
    const tree = await openFat(counted);
    await tree?.open('/big.bin');
    expect(counted.requests).toBeLessThan(8);
  });
});
