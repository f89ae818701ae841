import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { elfProgram } from '../../../../src/formats/elf/segments-program.ts';
import { isStaticProgram } from '../../../../src/formats/elf/static-program.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { scratchDirectory } from '../../../helpers/isos.ts';

const first = Buffer.alloc(5000, 1);
const second = Buffer.alloc(4096, 2);

async function build(): Promise<Uint8Array> {
  const segments = [
    { address: 0x1_0000_0000, content: memoryAccess(first) },
    { address: 0x100000, content: memoryAccess(second) },
  ];
  return buffer(elfProgram(segments, 0x1_0000_0010));
}

test('binutils read the segments and the entry as they were given', async () => {
  const scratch = await scratchDirectory();
  try {
    const path = join(scratch.path, 'program');
    await writeFile(path, await build());
    const text = execFileSync('readelf', ['-hlW', path], { encoding: 'utf8' });
    expect(text).toMatch(/Entry point address:\s+0x100000010/);
    expect(text).toMatch(/Type:\s+EXEC/);
    expect(text).toMatch(/Machine:.*X86-64/);
    const loads = [...text.matchAll(/LOAD\s+(.*)/g)].map(([, fields]) => fields?.split(/\s+/));
    expect(loads.map((fields) => fields?.slice(0, 5).map(Number))).toEqual([
      [4096, 0x1_0000_0000, 0x1_0000_0000, 5000, 5000],
      [4096 + 8192, 0x100000, 0x100000, 4096, 4096],
    ]);
  } finally {
    await scratch.remove();
  }
});

test('each content lies in whole pages of its own, with zeros behind it', async () => {
  const bytes = await build();
  expect(bytes.length).toBe(4096 + 8192 + 4096);
  expect(bytes.subarray(4096, 4096 + 5000)).toEqual(first);
  expect(bytes.subarray(4096 + 5000, 4096 + 8192).every((byte) => byte === 0)).toBe(true);
  expect(bytes.subarray(4096 + 8192)).toEqual(second);
  expect(isStaticProgram(bytes)).toBe(true);
});
