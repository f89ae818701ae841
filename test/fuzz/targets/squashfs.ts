import { execFileSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSquashfs } from '../../../src/formats/squashfs/open-squashfs.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import { makeTree, scratchDirectory } from '../../helpers/isos.ts';
import type { FuzzTarget } from '../target.ts';

const paths = ['/modules/dep', '/lib', '/long', '/usr/lib/modules'];

export const target: FuzzTarget = {
  name: 'squashfs',
  async seeds() {
    const scratch = await scratchDirectory();
    try {
      const tree = join(scratch.path, 'tree');
      await mkdir(tree);
      await makeTree(tree, {
        'usr/lib/modules/dep': 'a.ko: b.ko\n',
        lib: { link: 'usr/lib' },
        modules: { link: '/lib/modules' },
        long: Array.from({ length: 3000 }, (_, index) => String(index * 7919)).join(' '),
      });
      return await Promise.all(
        ['gzip', 'xz', 'xz -Xbcj x86', 'lz4', 'zstd'].map(async (compression) => {
          const image = join(scratch.path, compression.replaceAll(' ', ''));
          const options = [
            '-quiet',
            '-no-progress',
            '-nopad',
            '-b',
            '4096',
            '-comp',
            ...compression.split(' '),
          ];
          execFileSync('mksquashfs', [tree, image, ...options]);
          return new Uint8Array(await readFile(image));
        }),
      );
    } finally {
      await scratch.remove();
    }
  },
  async run(bytes) {
    await readBoth(bytes, async (image) => {
      const tree = await openSquashfs(image);
      await tree.list('/');
      for (const path of paths) {
        await tree.list(path);
        const file = await tree.open(path);
        await file?.read(0, 1 << 20);
      }
    });
  },
};
