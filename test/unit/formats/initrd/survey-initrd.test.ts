import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { writeCpio } from '../../../../src/formats/cpio/writer.ts';
import { readInitrd } from '../../../../src/formats/initrd/read-initrd.ts';
import { surveyInitrd } from '../../../../src/formats/initrd/survey-initrd.ts';
import { countReads, memoryAccess } from '../../../../src/formats/random-access.ts';

let directory: string;

/** What real tools make of a small tree with every kind of file. */
function cpio(format: 'newc' | 'crc'): Buffer {
  const names = execFileSync('find', ['.', '-print0'], { cwd: directory });
  return execFileSync('cpio', ['-o', '-0', '--quiet', '-H', format], {
    cwd: directory,
    input: names,
    maxBuffer: 1 << 28,
  });
}

const microcode = () =>
  writeCpio([
    { kind: 'directory', path: 'kernel' },
    { kind: 'file', path: 'kernel/x86/microcode/GenuineIntel.bin', data: Buffer.alloc(5000, 7) },
  ]);

const pack = (data: Uint8Array, [tool = '', ...args]: readonly string[]) =>
  execFileSync(tool, args, { input: data, maxBuffer: 1 << 28 });

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'webboot-initrd-'));
  mkdirSync(join(directory, 'scripts/init-premount'), { recursive: true });
  writeFileSync(join(directory, 'scripts/init-premount/ORDER'), '/scripts/init-premount/x "$@"\n');
  writeFileSync(join(directory, 'init'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(directory, 'a name with\na newline'), '');
  writeFileSync(join(directory, 'big'), Buffer.alloc(3_000_001, 'abcdefg'));
  symlinkSync('usr/lib', join(directory, 'lib'));
});

afterAll(() => rmSync(directory, { recursive: true }));

describe('surveyInitrd', () => {
  it.each([
    ['gzip', ['gzip', '-c']],
    ['zstd', ['zstd', '-qc']],
    ['xz', ['xz', '-c', '--check=crc32']],
    ['lzma', ['xz', '-c', '--format=lzma']],
    ['lz4-legacy', ['lz4', '-qcl']],
    ['bzip2', ['bzip2', '-c']],
  ] as const)(
    'reads microcode, a main archive by %s, and one appended to it',
    async (name, command) => {
      const main = pack(cpio('newc'), command);
      const appended = writeCpio([
        { kind: 'file', path: '/webboot/init', data: Buffer.from('late') },
      ]);
      const gap = Buffer.alloc((4 - (main.length % 4)) % 4);
      const initrd = Buffer.concat([microcode(), Buffer.alloc(512), main, gap, appended]);
      const survey = await surveyInitrd(memoryAccess(initrd), {
        wanted: (path) => path.endsWith('ORDER') || path.startsWith('webboot/') || path === 'lib',
      });
      expect(survey.segments.map(({ compression }) => compression)).toEqual(['none', name, 'none']);
      expect([...survey.paths].sort()).toEqual(
        [
          '.',
          'a name with\na newline',
          'big',
          'init',
          'kernel',
          'kernel/x86/microcode/GenuineIntel.bin',
          'lib',
          'scripts',
          'scripts/init-premount',
          'scripts/init-premount/ORDER',
          'webboot/init',
        ].sort(),
      );
      const text = (path: string) => Buffer.from(survey.contents.get(path) ?? []).toString();
      expect(text('scripts/init-premount/ORDER')).toBe('/scripts/init-premount/x "$@"\n');
      expect(text('webboot/init')).toBe('late');
      expect(text('lib')).toBe('usr/lib');
      expect(survey.unpackedBytes).toBe(3_000_001 + 5000 + 10 + 30 + 7 + 4);
    },
  );

  it('reads the crc format, and refuses it where a sum is wrong', async () => {
    const archive = cpio('crc');
    await surveyInitrd(memoryAccess(archive));
    const at = archive.indexOf('abcdefg');
    archive[at] = 0x40;
    await expect(surveyInitrd(memoryAccess(archive))).rejects.toThrow(/checksum/);
  });

  it('reads archives within one compressed stream, and one without a trailer', async () => {
    const first = writeCpio([{ kind: 'file', path: 'one', data: Buffer.from('1') }]);
    const second = writeCpio([{ kind: 'directory', path: 'two' }]);
    const cut = second.subarray(0, second.length - 124);
    const initrd = pack(Buffer.concat([first, Buffer.alloc(100), cut]), ['gzip', '-c']);
    expect([...(await surveyInitrd(memoryAccess(initrd))).paths]).toEqual(['one', 'two']);
  });

  it('reads no more than a megabyte further than where its reader leaves', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => ({
      kind: 'file' as const,
      path: `file${index}`,
      data: Buffer.alloc(1 << 20),
    }));
    const counted = countReads(memoryAccess(writeCpio(entries)));
    for await (const entry of readInitrd(counted)) if (entry.path === 'file3') break;
    expect(counted.bytesRead).toBeLessThanOrEqual(5 << 20);
  });

  it('refuses what is no initrd, and what is cut, with a FormatError', async () => {
    await expect(surveyInitrd(memoryAccess(Buffer.from('MZ not an initrd')))).rejects.toThrow(
      FormatError,
    );
    const archive = cpio('newc');
    for (const length of [50, 115, 400, archive.length >> 1]) {
      const cut = memoryAccess(archive.subarray(0, length));
      await expect(surveyInitrd(cut), `${length}`).rejects.toBeInstanceOf(FormatError);
    }
  });

  it('refuses absurd fields of a header', async () => {
    const good = Buffer.from(writeCpio([{ kind: 'file', path: 'f', data: Buffer.from('x') }]));
    const broken = (offset: number, text: string) => {
      const bytes = Buffer.from(good);
      bytes.write(text, offset, 'latin1');
      return surveyInitrd(memoryAccess(bytes));
    };
    await expect(broken(94, 'ffffffff')).rejects.toThrow(/name of 4294967295 bytes/);
    await expect(broken(94, '00000000')).rejects.toThrow(/name of 0 bytes/);
    await expect(broken(54, 'ffffffff')).rejects.toThrow(/ends within the data/);
    await expect(broken(54, '0x12zzzz')).rejects.toThrow(/not hexadecimal/);
    await expect(broken(111, 'g')).rejects.toThrow(/without its end/);
  });

  it('bounds a bomb of many records', async () => {
    const record = Buffer.from(writeCpio([{ kind: 'directory', path: 'd' }])).subarray(0, 112);
    const bomb = pack(Buffer.concat(Array.from({ length: 310_000 }, () => record)), ['gzip', '-c']);
    await expect(surveyInitrd(memoryAccess(bomb))).rejects.toThrow(/too many records/);
  });
});
