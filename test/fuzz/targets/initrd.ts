import { execFileSync } from 'node:child_process';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { surveyInitrd } from '../../../src/formats/initrd/survey-initrd.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'initrd',
  async seeds() {
    const early = writeCpio([{ kind: 'file', path: 'kernel/x86', data: Buffer.alloc(64, 3) }]);
    const main = writeCpio([
      { kind: 'directory', path: 'scripts' },
      { kind: 'file', path: 'scripts/live', data: Buffer.from('#!/bin/sh\n'.repeat(40)) },
      { kind: 'symlink', path: 'lib', target: 'usr/lib' },
      { kind: 'file', path: 'noise', data: Buffer.from(Array.from({ length: 3000 }, noise)) },
    ]);
    const packers = [
      ['gzip', '-c'],
      ['zstd', '-qc'],
      ['xz', '-c', '--check=crc32'],
      ['xz', '-c', '--check=none', '--x86', '--lzma2=preset=0'],
      ['xz', '-c', '--format=lzma'],
      ['lz4', '-qc'],
      ['lz4', '-qcl'],
      ['bzip2', '-c'],
    ];
    // What is packed comes alone, so that most changes are behind a sound start.
    const packed = packers.map(([tool = '', ...args]) => execFileSync(tool, args, { input: main }));
    return [main, Buffer.concat([early, main]), Buffer.concat([early, ...packed]), ...packed];
  },
  async run(bytes) {
    await surveyInitrd(memoryAccess(bytes), { wanted: () => true });
  },
};

function noise(_: unknown, index: number): number {
  return Math.imul(index + 1, 2654435761) >>> 24;
}
