import { readdir, readFile } from 'node:fs/promises';
import { evaluateGrub } from '../../../src/formats/grub/evaluate.ts';
import { listGrubEntries } from '../../../src/formats/grub/menu.ts';
import { memoryTree } from '../../helpers/memory-tree.ts';
import type { FuzzTarget } from '../target.ts';

const scripts = new URL('../../fixtures/grub-scripts/', import.meta.url);

const menu = `set default="Sub>1"
if loadfont $prefix/font.pf2; then set gfxmode=auto; fi
function load { insmod gzio; set x="$1 $#"; shift; for i in "$@"; do x=$x$i; done; }
search --no-floppy --set=root -l 'TEST' --hint cd0
regexp --set 1:base '^(.*)/grub$' "$prefix"
for f in $prefix/*.cfg; do load a "$f" 'b c'; done
menuentry "Live \${x}" --class os --id live {
  load 1
  linux (cd0)/live/vmlinuz boot=live findiso=\${iso_path} "a b" \\x20
  initrd /ucode $base/initrd
}
submenu 'Sub' {
  source $prefix/other.cfg
  menuentry $"Text" --hotkey=t { linux16 /memtest }
}
blscfg
`;

export const target: FuzzTarget = {
  name: 'grub',
  async seeds() {
    const names = (await readdir(scripts)).filter((name) => name.endsWith('.cfg'));
    const recorded = await Promise.all(names.map((name) => readFile(new URL(name, scripts))));
    return [new TextEncoder().encode(menu), ...recorded];
  },
  async run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const tree = memoryTree({
      '/boot/grub/grub.cfg': text,
      '/boot/grub/other.cfg': 'menuentry other { configfile /boot/grub/grub.cfg }',
      '/loader/entries/a.conf': `title A\nlinux /k\noptions ${text.slice(0, 200)}\n`,
    });
    const { menu: found } = await evaluateGrub(tree, '/boot/grub/grub.cfg', {
      cpu: 'x86_64',
      platform: 'efi',
    });
    listGrubEntries(found);
  },
};
