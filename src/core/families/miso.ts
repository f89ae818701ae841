import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';

/**
 * Manjaro's. hooks/miso of 2018: `misodevice=` defaults to the label's link. Of 2021: whatever it
 * says, the first device in /proc/partitions that holds /.miso is taken, else the label's link; so
 * the label stays.
 */
export const miso: FamilyRules = {
  clues: {
    initrd: hasPath(/^hooks\/miso$/),
    parameters: hasAny('misobasedir', 'misolabel'),
    shown: { initrd: ['hooks/miso'], parameters: ['misobasedir', 'misolabel'], layout: '' },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['misodevice', 'copytoram'],
    add: [`misodevice=${device}`],
  }),
  carriesImage: true,
  takesNetwork: true,
  injects: intoRoot,
  seen: 'unsettled',
  unsettled:
    'Its newer scripts take the first device that holds a /.miso, and it was never booted from memory.',
  notes: 'Remove other media of this family from the machine.',
};
