import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Manjaro's. hooks/miso: `misodevice=` defaults to the label's link. */
export const miso: FamilyRules = {
  clues: {
    initrd: hasPath(/^hooks\/miso$/),
    parameters: hasAny('misobasedir', 'misolabel'),
    shown: { initrd: ['hooks/miso'], parameters: ['misobasedir', 'misolabel'], layout: '' },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['misolabel', 'misodevice', 'copytoram'],
    add: [`misodevice=${device}`],
  }),
  carriesImage: true,
  takesNetwork: true,
  seen: 'unsettled',
  unsettled:
    'Its scripts were only read in a version of 2018, and it was never booted from memory.',
  notes: '',
};
