import { openFat } from '../../../src/formats/fat/open-fat.ts';
import type { FileTree } from '../../../src/ports/file-tree.ts';
import { fatImage } from '../../helpers/fat-images.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import type { FuzzTarget } from '../target.ts';

const files = {
  'EFI/BOOT/BOOTX64.EFI': 'program',
  'loader/entries/a long name of an entry.conf': 'title Live',
  'big.bin': 'x'.repeat(5000),
};
/** Directories that contain themselves are as deep as one likes. */
const deepest = 4;
const mostFiles = 200;

export const target: FuzzTarget = {
  name: 'fat',
  async seeds() {
    const small = await fatImage(files, { kibibytes: 128, format: ['-s', '1'] });
    const fat16 = await fatImage(files, { kibibytes: 3000, format: ['-F', '16', '-s', '1'] });
    const fat32 = await fatImage(files, { kibibytes: 34_000, format: ['-F', '32', '-s', '1'] });
    // Behind the files everything is empty.
    return [small.subarray(0, 24 << 10), fat16.subarray(0, 48 << 10), fat32.subarray(0, 640 << 10)];
  },
  async run(bytes) {
    await readBoth(bytes, async (image) => {
      const tree = await openFat(image);
      if (tree !== undefined) await visit(tree, '', { left: mostFiles }, 0);
    });
  },
};

async function visit(
  tree: FileTree,
  directory: string,
  budget: { left: number },
  depth: number,
): Promise<void> {
  for (const { name, kind } of await tree.list(directory || '/')) {
    budget.left -= 1;
    if (budget.left < 0) return;
    const path = `${directory}/${name}`;
    if (kind === 'directory' && depth < deepest) await visit(tree, path, budget, depth + 1);
    const file = await tree.open(path);
    await file?.read(0, 4096);
  }
}
