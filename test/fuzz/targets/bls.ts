import { evaluateBls } from '../../../src/formats/bls/evaluate.ts';
import { memoryTree } from '../../helpers/memory-tree.ts';
import type { FuzzTarget } from '../target.ts';

const entry = `# made by an installer
title    Live system (x86_64, UEFI)
version  6.12.48-1~rc2
machine-id 0123456789abcdef0123456789abcdef
sort-key 01
architecture x64
linux    /boot/vmlinuz
initrd   /boot/ucode.img
initrd   /boot/initrd.img
options  root=live:CDLABEL=X quiet
options  $kernelopts rd.live.image
`;

export const target: FuzzTarget = {
  name: 'bls',
  async seeds() {
    return [new TextEncoder().encode(entry)];
  },
  async run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const tree = memoryTree({
      '/loader/loader.conf': `default ${text.slice(0, 40)}`,
      '/loader/entries/a.conf': text,
      '/loader/entries/b+3.conf': text.slice(0, 150),
    });
    await evaluateBls(tree, '/loader', 'x86_64');
  },
};
