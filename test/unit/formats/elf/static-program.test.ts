import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isStaticProgram } from '../../../../src/formats/elf/static-program.ts';
import { debFile } from '../../../helpers/debs.ts';

const busybox = await debFile('busybox-static');

describe('a program that runs anywhere', () => {
  it.skipIf(busybox === undefined)('is busybox, when it is linked statically', async () => {
    const bytes = await readFile(join(busybox ?? '', 'bin/busybox'));
    expect(isStaticProgram(bytes)).toBe(true);
    expect(isStaticProgram(bytes.subarray(0, 100))).toBe(false);
  });

  it('is none that needs an interpreter, as this Node does', async () => {
    expect(isStaticProgram(await readFile(process.execPath))).toBe(false);
  });

  it('is none that is no program', () => {
    expect(isStaticProgram(new TextEncoder().encode('#!/bin/sh\n'.repeat(20)))).toBe(false);
    expect(isStaticProgram(new Uint8Array(200).fill(0xff))).toBe(false);
  });
});
