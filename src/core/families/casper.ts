import { findParameter } from '../cmdline.ts';
import { hasPath, kernelIn, unless } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';
import { byCasper } from './locale-rules.ts';

/** Ubuntu's casper. Its own lines carry no `boot=`, because its initrd sets it. */
export const casper: FamilyRules = {
  clues: {
    initrd: hasPath(/^scripts\/casper$/),
    parameters: (cmdline) => findParameter(cmdline, 'boot') === 'casper',
    layout: kernelIn('/casper'),
    shown: {
      initrd: ['scripts/casper'],
      parameters: ['boot=casper'],
      layout: 'kernel in `/casper`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: ['toram', 'live-media', 'persistent', 'nopersistent'],
    add: [...unless(cmdline, 'boot', 'boot=casper'), `live-media=${device}`, 'nopersistent'],
  }),
  carriesImage: true,
  takesNetwork: true,
  localizes: byCasper,
  injects: intoRoot,
  seen: 'booted',
  notes: 'Without `nopersistent`, its scan may create a partition on the medium’s disk.',
};
