import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { addKeyCode, addKeyProgram } from '../../../../src/boot/secrets/add-key.ts';
import { isStaticProgram } from '../../../../src/formats/elf/static-program.ts';
import { scratchDirectory } from '../../../helpers/isos.ts';

const sources = fileURLToPath(new URL('../../../../initramfs/secrets', import.meta.url));

test.each([
  ['x86_64', ''],
  ['aarch64', 'aarch64-linux-gnu-'],
] as const)('the program is what its source assembles to: %s', async (arch, prefix) => {
  const scratch = await scratchDirectory();
  try {
    const object = join(scratch.path, 'add-key.o');
    const code = join(scratch.path, 'add-key');
    execFileSync(`${prefix}as`, ['-o', object, join(sources, `add-key.${arch}.s`)]);
    execFileSync(`${prefix}objcopy`, ['-O', 'binary', '-j', '.text', object, code]);
    expect((await readFile(code)).toString('base64')).toBe(addKeyCode[arch]);
    const program = await addKeyProgram(arch);
    expect(isStaticProgram(program)).toBe(true);
    await writeFile(code, program);
    const machine = execFileSync('readelf', ['-h', code], { encoding: 'utf8' });
    expect(machine).toMatch(arch === 'x86_64' ? /X86-64/ : /AArch64/);
  } finally {
    await scratch.remove();
  }
});
