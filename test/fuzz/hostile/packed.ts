import { execFileSync } from 'node:child_process';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { surveyInitrd } from '../../../src/formats/initrd/survey-initrd.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import type { RandomAccess } from '../../../src/ports/random-access.ts';
import type { HostileCase } from './case.ts';

const packers: readonly (readonly [string, ...string[]])[] = [
  ['bzip2', '-c'],
  ['gzip', '-c'],
  ['lz4', '-qc'],
  ['lz4', '-qcl'],
  ['xz', '-c', '-1'],
  ['xz', '-c', '-1', '--format=lzma'],
  ['zstd', '-qc'],
];

/** Members of 60 MiB of zeros each, which is just what one may be: together they are a bomb. */
const bombs = packers.map(([tool, ...args]) =>
  initrd(`40 members of ${tool} ${args.join(' ')}, each 60 MiB of zeros`, () =>
    repeat(execFileSync(tool, args, { input: Buffer.alloc(60 << 20), maxBuffer: 1 << 26 }), 40),
  ),
);

const empty = packers.map(([tool, ...args]) =>
  initrd(`members of ${tool} ${args.join(' ')} that hold nothing`, () => {
    const member = execFileSync(tool, args, { input: Buffer.alloc(0) });
    return repeat(member, Math.floor((1 << 20) / member.length));
  }),
);

export const packedCases: readonly HostileCase[] = [
  ...bombs,
  ...empty,
  initrd('blocks of xz that hold nothing', () => {
    const whole = execFileSync('xz', ['-c', '--check=none'], { input: Buffer.from('x') });
    const header = Buffer.from(whole.subarray(12, 24));
    return Buffer.concat([
      whole.subarray(0, 12),
      repeat(Buffer.concat([header, Buffer.alloc(4)]), 60_000),
    ]);
  }),
  initrd('a single member of 900 MB', () =>
    execFileSync('bzip2', ['-c'], { input: Buffer.alloc(900_000_000), maxBuffer: 1 << 26 }),
  ),
  endless('zeros', () => Buffer.alloc(4096)),
  endless('records of nothing', () => recordOf('a')),
  endless('archives of one record each', () => writeCpio([{ kind: 'directory', path: 'a' }])),
  endless('names of 4 KB that look like those of modules over and over', () =>
    recordOf(`${'/lib/modules/u/'.repeat(270)}x`),
  ),
];

function initrd(name: string, make: () => Uint8Array): HostileCase {
  return {
    name: `initrd: ${name}`,
    prepare() {
      const image = memoryAccess(make());
      return (options) => surveyInitrd(image, { ...options, wanted: () => true });
    },
  };
}

/** 400 MB, of which none lies in memory. */
function endless(name: string, make: () => Uint8Array): HostileCase {
  return {
    name: `initrd: ${name} without end`,
    prepare() {
      const image = repeatedAccess(make(), 400 << 20);
      return (options) => surveyInitrd(image, { ...options, wanted: () => true });
    },
  };
}

function repeatedAccess(unit: Uint8Array, size: number): RandomAccess {
  return {
    size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
      const shift = offset % unit.length;
      return bytes.fill(Buffer.concat([unit.subarray(shift), unit.subarray(0, shift)]));
    },
  };
}

function recordOf(path: string): Uint8Array {
  const archive = writeCpio([{ kind: 'directory', path }]);
  const end = Buffer.from(archive).lastIndexOf('070701');
  return archive.subarray(0, end);
}

function repeat(bytes: Uint8Array, count: number): Buffer {
  const result = Buffer.alloc(bytes.length * count);
  for (let index = 0; index < count; index += 1) result.set(bytes, index * bytes.length);
  return result;
}
