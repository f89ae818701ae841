import { hasPath, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Porteus'. linuxrc, locate: `from=/dev/X` is the device with `/porteus` on it. */
export const porteus: FamilyRules = {
  clues: {
    initrd: hasPath(/^etc\/porteus\/initrd\.ver$|^finit$/),
    parameters: () => false,
    layout: holds('/porteus'),
    shown: { initrd: ['finit', 'etc/porteus/initrd.ver'], parameters: [], layout: '`/porteus`' },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['from', 'copy2ram'],
    add: [`from=${device}`],
  }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'unsettled',
  unsettled: 'Only part of its scripts was read, and it was never booted from memory.',
  notes: '',
};
