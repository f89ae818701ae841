import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  cpioEntry,
  cpioFileHead,
  cpioPadding,
  cpioTrailer,
  writeCpio,
} from '../../../../src/formats/cpio/writer.ts';

const list = (archive: Uint8Array) =>
  execFileSync('cpio', ['-itvn', '--quiet'], { input: archive, encoding: 'utf8' });

describe('writeCpio', () => {
  it('writes what GNU cpio lists with the same types, modes, sizes and targets', () => {
    const archive = writeCpio([
      { kind: 'directory', path: '/dev' },
      { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
      { kind: 'block-device', path: 'dev/loop0', mode: 0o660, major: 7, minor: 0 },
      { kind: 'file', path: 'init', mode: 0o755, data: Buffer.from('#!/bin/sh\n') },
      { kind: 'symlink', path: 'bin/sh', target: 'busybox' },
    ]);
    const lines = list(archive).trim().split('\n');
    expect(lines.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^drwxr-xr-x 2 0 0 0 Jan 1 1970 dev$/),
      expect.stringMatching(/^crw------- 1 0 0 5, 1 Jan 1 1970 dev\/console$/),
      expect.stringMatching(/^brw-rw---- 1 0 0 7, 0 Jan 1 1970 dev\/loop0$/),
      expect.stringMatching(/^-rwxr-xr-x 1 0 0 10 Jan 1 1970 init$/),
      expect.stringMatching(/^lrwxrwxrwx 1 0 0 7 Jan 1 1970 bin\/sh -> busybox$/),
    ]);
    expect(archive.length % 4).toBe(0);
  });

  it('gives the same bytes for the same entries', () => {
    const entries = [{ kind: 'file', path: 'a', data: Buffer.from('abc') }] as const;
    expect(writeCpio(entries)).toEqual(writeCpio(entries));
  });

  it('writes in pieces what it writes at once', () => {
    const data = Buffer.from('seventeen bytes!!');
    const pieces = Buffer.concat([
      cpioEntry({ kind: 'directory', path: 'd' }, 1),
      cpioFileHead({ kind: 'file', path: 'd/f', size: data.length }, 2),
      data,
      cpioPadding(data.length),
      cpioTrailer(),
    ]);
    expect(pieces).toEqual(
      writeCpio([
        { kind: 'directory', path: 'd' },
        { kind: 'file', path: 'd/f', data },
      ]),
    );
  });

  it('refuses names and sizes that the format cannot hold', () => {
    expect(() => writeCpio([{ kind: 'directory', path: 'a\0b' }])).toThrow(RangeError);
    expect(() => writeCpio([{ kind: 'directory', path: 'x'.repeat(4096) }])).toThrow(RangeError);
    expect(() => cpioFileHead({ kind: 'file', path: 'f', size: 2 ** 32 }, 1)).toThrow(RangeError);
  });
});
