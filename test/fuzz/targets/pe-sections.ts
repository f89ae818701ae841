import { readUkiAddon, readUnifiedKernel } from '../../../src/formats/uki/unified-kernel.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import { peProgram } from '../../helpers/pe-program.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'pe-sections',
  async seeds() {
    const linux = ['.linux', 'kernel'] as const;
    return [
      peProgram([['.osrel', 'NAME="A\\"b"\nVERSION_ID=1\n'], ['.cmdline', 'a b\0'], linux]),
      peProgram([linux, ['.initrd', 'i'], ['.profile', 'ID=a\n'], ['.profile', 'TITLE=b\n']]),
    ];
  },
  async run(bytes) {
    await readBoth(bytes, async (file) => {
      const image = await readUnifiedKernel(file);
      for (const { kernel, initrds } of image?.profiles ?? []) {
        for (const { content } of [kernel, ...initrds]) await content.read(0, 4096);
      }
      await readUkiAddon(file);
    });
  },
};
