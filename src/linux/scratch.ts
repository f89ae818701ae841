import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import type { Scratch } from '../ports.ts';

const scratchRoot = '/run/webboot/boot';

/** The one directory of the boot under way; what an earlier attempt left there goes. */
export async function openScratch(): Promise<Scratch> {
  await rm(scratchRoot, { recursive: true, force: true });
  await mkdir(scratchRoot, { recursive: true });
  return {
    write: async (name, chunks) => {
      const path = `${scratchRoot}/${name}`;
      const file = await open(path, 'w');
      try {
        for await (const chunk of chunks) await file.writeFile(chunk);
      } finally {
        await file.close();
      }
      return path;
    },
    // In memory, where nothing is waited for.
    writeAt: (name, offset, bytes) => {
      const file = openSync(`${scratchRoot}/${name}`, 'r+');
      try {
        writeSync(file, bytes, 0, bytes.length, offset);
      } finally {
        closeSync(file);
      }
    },
    discard: () => rm(scratchRoot, { recursive: true, force: true }),
  };
}
