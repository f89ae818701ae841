import { evaluateSyslinux } from '../../../src/formats/syslinux/evaluate.ts';
import { memoryTree } from '../../helpers/memory-tree.ts';
import type { FuzzTarget } from '../target.ts';

const path = '/isolinux/isolinux.cfg';

const menu = `UI vesamenu.c32
DEFAULT live
ONTIMEOUT live
MENU TITLE Boot menu
APPEND quiet
INCLUDE stdmenu.cfg
LABEL live
  MENU LABEL ^Live system
  MENU DEFAULT
  KERNEL /live/vmlinuz
  APPEND initrd=/live/initrd.img,/ucode boot=live \${x}
  TEXT HELP
  some text
  ENDTEXT
MENU BEGIN advanced
  MENU TITLE Advanced
  LABEL failsafe
    LINUX vmlinuz nomodeset
    INITRD initrd.img
    APPEND -
  MENU INCLUDE stdmenu.cfg Back
MENU END
LABEL other
  CONFIG isolinux.cfg
LABEL which
  COM32 whichsys.c32
  APPEND -pxe- live -sys- other -iso- failsafe
`;

export const target: FuzzTarget = {
  name: 'syslinux',
  async seeds() {
    return [new TextEncoder().encode(menu)];
  },
  async run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const files = { [path]: text, '/isolinux/stdmenu.cfg': text.slice(0, 300) };
    await evaluateSyslinux(memoryTree(files), path);
  },
};
