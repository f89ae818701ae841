import { hasAny, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Fedora's and Red Hat's installer, whose initrd holds dracut's dmsquash-live as well. */
export const anaconda: FamilyRules = {
  clues: {
    initrd: /(^|\/)(parse-anaconda-repo\.sh|anaconda-lib\.sh)$/,
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
  notes: '',
};
