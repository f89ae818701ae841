import { hasPath, hasValue } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';

/**
 * Garuda's: dracut with a module of its own for Manjaro's layout. parse-miso.sh takes
 * `root=miso:/dev/*` as it is; miso.sh mounts that device.
 */
export const dracutMiso: FamilyRules = {
  clues: {
    initrd: hasPath(/(^|\/)hooks\/mount\/\d+-miso\.sh$|(^|\/)(\d+-)?parse-miso\.sh$/),
    parameters: hasValue('root', 'miso:'),
    shown: { initrd: ['parse-miso.sh'], parameters: ['root=miso:'], layout: '' },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['root', 'copytoram'],
    add: [`root=miso:${device}`],
  }),
  carriesImage: true,
  takesNetwork: true,
  injects: intoRoot,
  seen: 'read',
  notes: '',
};
