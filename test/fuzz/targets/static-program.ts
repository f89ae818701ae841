import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isStaticProgram } from '../../../src/formats/elf/static-program.ts';
import { debFile } from '../../helpers/debs.ts';
import type { FuzzTarget } from '../target.ts';

/** The header and the program headers; the rest is not looked at. */
const headBytes = 1024;

export const target: FuzzTarget = {
  name: 'static-program',
  async seeds() {
    const busybox = await debFile('busybox-static');
    const programs = [
      process.execPath,
      ...(busybox === undefined ? [] : [join(busybox, 'bin/busybox')]),
    ];
    return Promise.all(programs.map(readHead));
  },
  run(bytes) {
    isStaticProgram(bytes);
  },
};

async function readHead(path: string): Promise<Uint8Array> {
  await using file = await open(path);
  const { buffer } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
  return buffer;
}
