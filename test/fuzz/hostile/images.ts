import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { inspectImage } from '../../../src/boot/inspect/inspect-image.ts';
import { openFat } from '../../../src/formats/fat/open-fat.ts';
import { readPackage } from '../../../src/formats/package/read-package.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { openSquashfs } from '../../../src/formats/squashfs/open-squashfs.ts';
import { readUnifiedKernel } from '../../../src/formats/uki/unified-kernel.ts';
import type { FileTree } from '../../../src/ports/file-tree.ts';
import type { RandomAccess } from '../../../src/ports/random-access.ts';
import { fatImage } from '../../helpers/fat-images.ts';
import { scratchDirectory } from '../../helpers/isos.ts';
import { apkPackage, arArchive, rpmPackage, tarArchive } from '../../helpers/packages.ts';
import { peProgram } from '../../helpers/pe-program.ts';
import { smallIsos } from '../../helpers/small-iso.ts';
import type { HostileCase, Reading } from './case.ts';

type Reader = (image: RandomAccess) => Reading;

const inspected: Reader = (image) => (options) => inspectImage(image, { ...options, deep: true });
const unpacked: Reader = (image) => (options) =>
  readPackage(image, { wants: () => true, take: () => undefined }, options);
const unified: Reader = (image) => (options) => readUnifiedKernel(image, options);

export const imageCases: readonly HostileCase[] = [
  iso('a root directory of 4 MB of the shortest records', (bytes) =>
    withRoot(bytes, repeat(record(1), 4 << 20)),
  ),
  iso('a root directory of 4 MB of records that all say more in the same 2 KB', (bytes) =>
    withRoot(bytes, repeat(record(1, continuation(20, 2048)), 4 << 20)),
  ),
  iso('a root directory of one file in 100,000 pieces', (bytes) =>
    withRoot(bytes, repeat(record(0x81), 100_000 * 34)),
  ),
  iso('directories that all are the root', (bytes) => withRoot(bytes, repeat(record(3), 34 * 60))),
  squashfs('a directory of 30,000 files', 30_000),
  fat('a directory that goes round in its chain'),
  image('zip: 60,000 names', zipOf(60_000), inspected),
  image('zip: 60 MB of zeros', zippedZeros, inspected),
  image('unified kernel: 96 profiles', () => peProgram(profiles(96)), unified),
  image(
    'unified kernel: 8 MB of a name',
    () =>
      peProgram([
        ['.linux', 'k'],
        ['.osrel', 'NAME="'.padEnd(8 << 20, 'a"\\')],
      ]),
    unified,
  ),
];

export const packageCases: readonly HostileCase[] = [
  image('package: 60 MB of zeros', () => deb(packed('zstd', 60_000_000)), unpacked),
  image('package: 100,000 empty files', () => gzipSync(tarOf(100_000)), unpacked),
  image(
    'package: 5,000 members of gzip',
    () => repeatWhole(gzipSync(Buffer.alloc(512)), 5_000),
    unpacked,
  ),
  image(
    'package: an archive of 5,000 files in an rpm',
    () => rpmPackage(manyFiles(5_000)),
    unpacked,
  ),
  image(
    'package: one file of 40 MB',
    () => apkPackage({ 'boot/vmlinuz': 'a'.repeat(40 << 20) }),
    unpacked,
  ),
];

function image(name: string, make: () => Uint8Array, reader: Reader): HostileCase {
  return { name, prepare: () => reader(memoryAccess(make())) };
}

function iso(name: string, change: (bytes: Buffer) => Uint8Array): HostileCase {
  return {
    name: `ISO: ${name}`,
    async prepare() {
      const [rockRidge] = await smallIsos();
      return inspected(memoryAccess(change(Buffer.from(rockRidge ?? []))));
    },
  };
}

/** The root's record in the primary volume descriptor (ECMA-119 8.4.18). */
const rootRecord = 16 * 2048 + 156;

/** Behind the image's own end; its `.` record, with what tells of Rock Ridge, stays in front. */
function withRoot(bytes: Buffer, entries: Uint8Array): Uint8Array {
  const own = bytes.readUInt32LE(rootRecord + 2) * 2048;
  const self = bytes.subarray(own, own + 2048);
  const directory = Buffer.concat([self, sectors(entries)]).subarray(0, 4 << 20);
  const start = Math.ceil(bytes.length / 2048);
  const root = bytes.subarray(rootRecord);
  root.writeUInt32LE(start, 2);
  root.writeUInt32LE(directory.length, 10);
  const padding = Buffer.alloc(start * 2048 - bytes.length);
  return Buffer.concat([bytes, padding, directory]);
}

/** No record crosses a sector. */
function sectors(entries: Uint8Array): Buffer {
  const length = entries[0] ?? 1;
  const each = Math.floor(2048 / length) * length;
  const parts: Buffer[] = [];
  for (let at = 0; at < entries.length; at += each) {
    const sector = Buffer.alloc(2048);
    sector.set(entries.subarray(at, at + each));
    parts.push(sector);
  }
  return Buffer.concat(parts);
}

function record(flags: number, systemUse: Uint8Array = new Uint8Array()): Buffer {
  const bytes = Buffer.alloc(34 + systemUse.length);
  bytes[0] = bytes.length;
  bytes.writeUInt32LE(24, 2);
  bytes.writeUInt32LE(2048, 10);
  bytes[25] = flags;
  bytes[32] = 1;
  bytes[33] = 65;
  bytes.set(systemUse, 34);
  return bytes;
}

/** A CE entry (SUSP 5.1). */
function continuation(block: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(28);
  bytes.write('CE');
  bytes[2] = 28;
  bytes[3] = 1;
  bytes.writeUInt32LE(block, 4);
  bytes.writeUInt32LE(length, 20);
  return bytes;
}

function squashfs(name: string, files: number): HostileCase {
  return {
    name: `squashfs: ${name}`,
    async prepare() {
      const scratch = await scratchDirectory();
      try {
        const tree = join(scratch.path, 'tree');
        mkdirSync(join(tree, 'd'), { recursive: true });
        for (let index = 0; index < files; index += 1) {
          writeFileSync(join(tree, 'd', String(index)), '');
        }
        const made = join(scratch.path, 'image');
        execFileSync('mksquashfs', [tree, made, '-quiet', '-no-progress']);
        const bytes = new Uint8Array(readFileSync(made));
        return async (options) => (await openSquashfs(memoryAccess(bytes), options)).list('/d');
      } finally {
        await scratch.remove();
      }
    },
  };
}

function fat(name: string): HostileCase {
  return {
    name: `FAT: ${name}`,
    async prepare() {
      const volume = Buffer.from(
        await fatImage({ 'a/b': 'c' }, { kibibytes: 34_000, format: ['-F', '32', '-s', '1'] }),
      );
      // Every cluster leads to the third, which leads to itself.
      const table = volume.readUInt16LE(14) * 512;
      for (let at = table + 8; at < table + volume.readUInt32LE(36) * 512; at += 4) {
        volume.writeUInt32LE(3, at);
      }
      return async () => visit(await openFat(memoryAccess(volume)));
    },
  };
}

async function visit(tree: FileTree | undefined): Promise<void> {
  for (const path of ['/', '/a', '/a/b']) await tree?.list(path);
}

function zipOf(count: number): () => Uint8Array {
  return () => {
    const central = Buffer.alloc(46 + 5);
    central.writeUInt32LE(0x02014b50);
    central.writeUInt16LE(5, 28);
    central.write('a.iso', 46);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50);
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(count * central.length, 12);
    end.writeUInt32LE(30, 16);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    return Buffer.concat([local, repeatWhole(central, count), end]);
  };
}

function zippedZeros(): Uint8Array {
  const data = deflateRawSync(Buffer.alloc(60 << 20));
  const name = Buffer.from('a.iso');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(60 << 20, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, name, data, central, name, end]);
}

function deb(data: Uint8Array): Uint8Array {
  return arArchive({ 'debian-binary': '2.0\n', 'data.tar.zst': data });
}

function packed(tool: string, bytes: number): Buffer {
  const input = Buffer.from(tarArchive({ zeros: '' })).subarray(0, 512);
  // The record tells of a file of so many bytes: its checksum is made again.
  input.write(`${bytes.toString(8).padStart(11, '0')} `, 124);
  input.fill(' ', 148, 156);
  const sum = input.reduce((total, byte) => total + byte, 0);
  input.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return execFileSync(tool, ['-qc'], {
    input: Buffer.concat([input, Buffer.alloc(bytes)]),
    maxBuffer: 1 << 26,
  });
}

function tarOf(count: number): Uint8Array {
  return repeatWhole(Buffer.from(tarArchive({ a: '' })).subarray(0, 512), count);
}

function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`lib/${index}`, 'x']));
}

function profiles(count: number): (readonly [string, string])[] {
  const each = Array.from({ length: count }, (_, index) => ['.profile', `ID=${index}\n`] as const);
  return [['.linux', 'k'], ['.initrd', 'i'], ...each];
}

/** As many as fit into that many bytes. */
function repeat(unit: Uint8Array, bytes: number): Buffer {
  return repeatWhole(unit, Math.floor(bytes / unit.length));
}

function repeatWhole(unit: Uint8Array, count: number): Buffer {
  return Buffer.alloc(unit.length * count, unit);
}
