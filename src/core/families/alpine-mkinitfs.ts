import { findParameter } from '../cmdline.ts';
import { hasAny, hasPath, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** What mkinitfs loads if `modules=` is not given. */
const defaultModules = 'loop,squashfs,sd-mod,usb-storage';

/**
 * initramfs-init runs modprobe -a over `modules=`; nlplug-findfs then looks at every block device.
 * Its kernels lack nd_e820, so the region is described to nfit (core/image/pmem-support.ts).
 */
export const alpineMkinitfs: FamilyRules = {
  clues: {
    initrd: hasPath(/^(usr\/)?sbin\/nlplug-findfs$/),
    parameters: hasAny('modloop', 'alpine_repo'),
    layout: holds('/apks'),
    shown: {
      initrd: ['sbin/nlplug-findfs'],
      parameters: ['modloop', 'alpine_repo'],
      layout: '`/apks`',
    },
  },
  recipe: (cmdline) => {
    const modules = (findParameter(cmdline, 'modules') ?? defaultModules).split(',');
    return {
      drop: ['modules'],
      add: [`modules=${[...new Set([...modules, 'nfit', 'nd_pmem'])].join(',')}`],
    };
  },
  carriesImage: false,
  takesNetwork: false,
  seen: 'unsettled',
  unsettled: 'Its scripts were read, but it was never booted from memory.',
  notes: 'The entry’s own `modules=` are kept. It looks for its medium on disks only.',
};
