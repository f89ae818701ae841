import { hasAny, hasPath, kernelIn } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Other ways to name the medium: by label, UUID or file system, and an ISO that is a file. */
const elsewhere = [
  ...['bdev', 'bootdev', 'buuid', 'bootuuid', 'blab', 'blabel', 'bootlabel', 'fstype'],
  ...['bluks', 'bluks1', 'iso', 'from'],
];

/**
 * antiX' and MX Linux' live-init. Its init looks for `/antiX/linuxfs` at USB and CD drives;
 * `bdev=` names any other device, unless a `from=` filters it out again (find_device, from_filter).
 */
export const antix: FamilyRules = {
  clues: {
    initrd: hasPath(/^(usr\/)?lib\/live-init-utils\.sh$|^bin\/(live-chroot|coldplug-modules)$/),
    parameters: hasAny('splasht', 'bdir', 'buuid', 'bdev'),
    layout: kernelIn('/antiX'),
    shown: {
      initrd: ['lib/live-init-utils.sh', 'bin/live-chroot'],
      parameters: ['splasht', 'bdir', 'buuid', 'bdev'],
      layout: 'kernel in `/antiX`',
    },
  },
  recipe: (_cmdline, { device }) => ({
    drop: [...elsewhere, 'toram'],
    add: [`bdev=${device.replace(/^\/dev\//, '')}`],
  }),
  // Whether it leaves /dev/loop0 alone when it sets up its own was not read.
  carriesImage: false,
  takesNetwork: false,
  seen: 'read',
  notes: '',
};
