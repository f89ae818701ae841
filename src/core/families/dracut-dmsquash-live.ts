import { hasParameter } from '../cmdline.ts';
import { hasPath, hasValue, holds, unless } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';
import { bySystemd } from './locale-rules.ts';

const liveRoot = hasValue('root', 'live:');

/** dracut's live module. parse-dmsquash-live.sh: `root=live:/dev/*` is taken as it is. */
export const dracutDmsquashLive: FamilyRules = {
  clues: {
    initrd: hasPath(/(^|\/)dmsquash-live-root(\.sh)?$/),
    parameters: (cmdline) => hasParameter(cmdline, 'rd.live.image') || liveRoot(cmdline),
    layout: holds('/LiveOS'),
    shown: {
      initrd: ['dmsquash-live-root'],
      parameters: ['rd.live.image', 'root=live:'],
      layout: '`/LiveOS`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: ['root', 'rd.live.check', 'rd.live.ram'],
    add: [`root=live:${device}`, ...unless(cmdline, 'rd.live.image', 'rd.live.image')],
  }),
  carriesImage: true,
  takesNetwork: true,
  localizes: bySystemd,
  injects: intoRoot,
  seen: 'booted',
  notes: '',
};
