import { memoryAccess } from '../../../src/formats/random-access.ts';
import { readUkiAddon, readUnifiedKernel } from '../../../src/formats/uki/unified-kernel.ts';
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
    const image = await readUnifiedKernel(memoryAccess(bytes));
    for (const { kernel, initrds } of image?.profiles ?? []) {
      for (const { content } of [kernel, ...initrds]) await content.read(0, content.size);
    }
    await readUkiAddon(memoryAccess(bytes));
  },
};
