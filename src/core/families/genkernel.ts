import { findParameter, hasParameter } from '../cmdline.ts';
import { hasPath, holds, unless } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Gentoo's older images. linuxrc, bootstrapCD: `cdroot=` is the one device that is looked at. */
export const genkernel: FamilyRules = {
  clues: {
    initrd: hasPath(/^etc\/initrd\.scripts$/),
    parameters: (cmdline) =>
      hasParameter(cmdline, 'cdroot') && findParameter(cmdline, 'looptype') === 'squashfs',
    layout: holds('/image.squashfs'),
    shown: {
      initrd: ['etc/initrd.scripts'],
      parameters: ['cdroot looptype=squashfs'],
      layout: '`/image.squashfs`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: ['cdroot', 'docache'],
    add: [
      `cdroot=${device}`,
      ...unless(cmdline, 'looptype', 'looptype=squashfs'),
      ...unless(cmdline, 'loop', 'loop=/image.squashfs'),
    ],
  }),
  carriesImage: true,
  takesNetwork: false,
  seen: 'unsettled',
  unsettled: 'It finds the image in memory, but the rest of its boot was never seen.',
  notes: '',
};
