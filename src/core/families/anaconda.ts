import { hasAny, hasPath, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { byAnaconda } from './locale-rules.ts';

/** Fedora's and Red Hat's installer, whose initrd holds dracut's dmsquash-live as well. */
export const anaconda: FamilyRules = {
  clues: {
    initrd: hasPath(/(^|\/)(parse-anaconda-repo\.sh|anaconda-lib\.sh)$/),
    parameters: hasAny('inst.stage2', 'inst.repo', 'inst.ks'),
    layout: holds('/images/install.img'),
    shown: {
      initrd: ['anaconda-lib.sh'],
      parameters: ['inst.stage2', 'inst.repo', 'inst.ks'],
      layout: '`/images/install.img`',
    },
  },
  recipe: () => ({ drop: [], add: [] }),
  carriesImage: false,
  takesNetwork: false,
  localizes: byAnaconda,
  // Its boot options' documentation, "inst.ks": file: is a path within the initramfs.
  injects: {
    kickstart: {
      ...{ into: 'initramfs', path: 'webboot-ks.cfg' },
      parameter: 'inst.ks=file:/webboot-ks.cfg',
    },
  },
  seen: 'read',
  notes: '',
};
