import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import type { Scratch } from '../ports/media.ts';
import { runDirectory } from './run-directory.ts';

const scratchRoot = `${runDirectory}/boot`;

/** A directory of the boot under way; what an earlier attempt left goes. */
export async function openScratch(): Promise<Scratch> {
  await rm(scratchRoot, { recursive: true, force: true });
  await mkdir(scratchRoot, { recursive: true });
  // Its own: an earlier attempt may still be about to discard what it had.
  const directory = await mkdtemp(`${scratchRoot}/`);
  return {
    write: async (name, chunks) => {
      const path = `${directory}/${name}`;
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
      const file = openSync(`${directory}/${name}`, 'r+');
      try {
        writeSync(file, bytes, 0, bytes.length, offset);
      } finally {
        closeSync(file);
      }
    },
    discard: () => rm(directory, { recursive: true, force: true }),
  };
}
