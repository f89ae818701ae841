import { findParameter } from '../cmdline.ts';
import { hasPath, kernelIn, unless } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';
import { byLiveConfig } from './locale-rules.ts';

/**
 * Debian's live-boot. 9990-cmdline-old: `live-media=` takes any block device and skips the UUID
 * match; a scan could meet a stick that carries the same label.
 */
export const liveBoot: FamilyRules = {
  clues: {
    initrd: hasPath(/^scripts\/live$|^(usr\/)?lib\/live\/boot\//),
    parameters: (cmdline) => findParameter(cmdline, 'boot') === 'live',
    layout: kernelIn('/live'),
    shown: {
      initrd: ['scripts/live', 'lib/live/boot/'],
      parameters: ['boot=live'],
      layout: 'kernel in `/live`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: ['toram', 'live-media', 'bootfrom'],
    add: [...unless(cmdline, 'boot', 'boot=live'), `live-media=${device}`],
  }),
  carriesImage: true,
  takesNetwork: true,
  localizes: byLiveConfig,
  injects: intoRoot,
  seen: 'booted',
  notes: '',
};
