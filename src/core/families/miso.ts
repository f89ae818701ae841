import { hasAny } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Manjaro's. hooks/miso: `misodevice=` defaults to the label's link. */
export const miso: FamilyRules = {
  clues: {
    initrd: /^hooks\/miso$/,
    parameters: hasAny('misobasedir', 'misolabel'),
    shown: { initrd: ['hooks/miso'], parameters: ['misobasedir', 'misolabel'], layout: '' },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['misolabel', 'misodevice', 'copytoram'],
    add: [`misodevice=${device}`],
  }),
  carriesImage: true,
  takesNetwork: true,
  notes: '',
};
