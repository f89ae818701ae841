import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { openSquashfs } from '../../../../src/formats/squashfs/open-squashfs.ts';

let directory: string;
let tree: string;
const program = readFileSync(process.execPath).subarray(5_000_000, 5_700_001);

/** What mksquashfs makes of a tree with long and short files, many names, links and holes. */
function pack(name: string, ...options: readonly string[]): Uint8Array {
  const path = join(directory, `${name}.squashfs`);
  execFileSync('mksquashfs', [tree, path, '-quiet', '-no-progress', '-noappend', ...options]);
  return readFileSync(path);
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'webboot-squashfs-'));
  tree = join(directory, 'tree');
  mkdirSync(join(tree, 'usr/lib/modules/6.1.0'), { recursive: true });
  writeFileSync(join(tree, 'usr/lib/modules/6.1.0/modules.dep'), 'a.ko: b.ko\n');
  writeFileSync(join(tree, 'program'), program);
  writeFileSync(join(tree, 'hole'), Buffer.alloc(400_000));
  symlinkSync('usr/lib', join(tree, 'lib'));
  symlinkSync('/lib/../lib/modules', join(tree, 'modules'));
  symlinkSync('round', join(tree, 'round'));
  mkdirSync(join(tree, 'many'));
  for (let index = 0; index < 1000; index += 1) {
    writeFileSync(join(tree, 'many', `a file with a longer name ${index}`), `${index}`);
  }
});

afterAll(() => rmSync(directory, { recursive: true }));

describe('openSquashfs', () => {
  it.each([
    ['gzip', []],
    ['xz', []],
    ['xz with the x86 filter', ['-Xbcj', 'x86']],
    ['lzma', []],
    ['lz4', []],
    ['zstd', []],
    ['zstd with nothing compressed', ['-noI', '-noD', '-noF']],
    ['gzip without fragments', ['-no-fragments', '-b', '4096']],
  ] as const)('reads what mksquashfs packs by %s', async (name, options) => {
    const compression = name.split(' ')[0] ?? '';
    const root = await openSquashfs(memoryAccess(pack('image', '-comp', compression, ...options)));
    const read = async (path: string) => {
      const file = await root.open(path);
      return file && Buffer.from(await file.read(0, file.size));
    };
    expect((await read('/modules/6.1.0/modules.dep'))?.toString()).toBe('a.ko: b.ko\n');
    expect((await read('/program'))?.equals(program)).toBe(true);
    expect((await read('/hole'))?.equals(Buffer.alloc(400_000))).toBe(true);
    expect((await read('/many/a file with a longer name 777'))?.toString()).toBe('777');
    expect((await root.list('/')).map((entry) => `${entry.kind} ${entry.name}`)).toEqual([
      'file hole',
      'symlink lib',
      'directory many',
      'symlink modules',
      'file program',
      'symlink round',
      'directory usr',
    ]);
    expect(await root.list('/many')).toHaveLength(1000);
    expect(await root.find('/lib/modules')).toEqual({
      name: 'modules',
      kind: 'directory',
      size: 0,
    });
    expect(await root.find('/round')).toBeUndefined();
    expect(await root.open('/usr')).toBeUndefined();
    expect(await root.open('/no/such/file')).toBeUndefined();
  });

  it('reads any part of a file', async () => {
    const root = await openSquashfs(memoryAccess(pack('parts', '-comp', 'zstd', '-b', '8192')));
    const file = await root.open('/program');
    for (const [offset, length] of [
      [0, 1],
      [8190, 5],
      [700_000, 100],
      [700_001, 5],
      [1, 30_000],
    ]) {
      const part = await file?.read(offset ?? 0, length ?? 0);
      expect(Buffer.from(part ?? [])).toEqual(
        program.subarray(offset, (offset ?? 0) + (length ?? 0)),
      );
    }
  });

  it('refuses what is no squashfs, or a compression that it does not read', async () => {
    await expect(openSquashfs(memoryAccess(Buffer.alloc(200)))).rejects.toThrow(/no superblock/);
    await expect(openSquashfs(memoryAccess(pack('lzo', '-comp', 'lzo')))).rejects.toThrow(/LZO/);
  });

  it('answers damage with a FormatError, at any place of the tables', async () => {
    const good = pack('good', '-comp', 'gzip');
    const tables = Number(Buffer.from(good).readBigUInt64LE(64));
    let refused = 0;
    for (let at = tables; at < good.length; at += 197) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      try {
        const root = await openSquashfs(memoryAccess(bytes));
        for (const { name } of await root.list('/'))
          await (await root.open(`/${name}`))?.read(0, 9e5);
        await root.list('/many');
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});
