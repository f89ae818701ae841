import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/**
 * Puppy's, of woof-CE. init, decode_id: `pdrv=` is a name in /proc/partitions. Without it, it
 * scans all of them, and would take a Puppy of the same release on a disk.
 */
export const puppy: FamilyRules = {
  clues: {
    initrd: hasPath(/^DISTRO_SPECS$|^sbin\/(probepart|probepart_init|init_full_install)$/),
    parameters: hasAny('pmedia', 'pdrv', 'pupsfs', 'psubdir'),
    shown: {
      initrd: ['DISTRO_SPECS', 'sbin/probepart'],
      parameters: ['pmedia', 'pdrv', 'pupsfs', 'psubdir'],
      layout: '',
    },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['pdev1', 'pdrv', 'pupsfs'],
    add: [`pdrv=${device.replace(/^\/dev\//, '')}`],
  }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'read',
  notes: 'It does not know loop devices.',
};
