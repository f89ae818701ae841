import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { openZippedImage } from '../../../src/formats/zip/zipped-image.ts';
import { scratchDirectory } from '../../helpers/isos.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'zip',
  async seeds() {
    const scratch = await scratchDirectory();
    try {
      writeFileSync(join(scratch.path, 'x.iso'), 'iso '.repeat(300));
      writeFileSync(join(scratch.path, 'README'), 'read me');
      return ['-mx=0', '-mx=9'].map((level) => {
        const name = `${level}.zip`;
        const files = ['README', 'x.iso'];
        execFileSync('7z', ['a', '-tzip', level, `./${name}`, ...files], { cwd: scratch.path });
        return new Uint8Array(readFileSync(join(scratch.path, name)));
      });
    } finally {
      await scratch.remove();
    }
  },
  async run(bytes) {
    const { image } = await openZippedImage(memoryAccess(bytes));
    await image.read(0, 1000);
  },
};
