import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/**
 * Fedora CoreOS' and its kin's: dracut with a generator of its own. live-generator mounts the ISO
 * from /dev/disk/by-label/ and what `coreos.liveiso=` names, which is the ISO's own label.
 */
export const coreosLive: FamilyRules = {
  clues: {
    initrd: hasPath(/(^|\/)system-generators\/live-generator$/),
    parameters: hasAny('coreos.liveiso'),
    shown: {
      initrd: ['usr/lib/systemd/system-generators/live-generator'],
      parameters: ['coreos.liveiso'],
      layout: '',
    },
  },
  recipe: (cmdline, { volumeId }) => ({
    drop: ['coreos.liveiso.fromram'],
    add: hasAny('coreos.liveiso')(cmdline) ? [] : [`coreos.liveiso=${volumeId}`],
  }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'read',
  notes: 'It finds the image by the ISO’s label.',
};
