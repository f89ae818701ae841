import { type Cmdline, findParameter } from '../cmdline.ts';
import { withoutTrailing } from '../text-scan.ts';
import { hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/**
 * Slax' kit, under whatever name. livekitlib, find_data_try: `from=/dev/X` looks for the system's
 * own directory there, `from=/dev/X/directory` for another.
 */
export const linuxLive: FamilyRules = {
  clues: {
    initrd: hasPath(/^(usr\/)?lib\/livekitlib$/),
    parameters: () => false,
    layout: {
      paths: [],
      matches: ({ initrds }) => initrds.some((path) => /^\/[^/]+\/boot\/initrfs\.img$/.test(path)),
    },
    shown: {
      initrd: ['lib/livekitlib'],
      parameters: [],
      layout: 'an initrd `/NAME/boot/initrfs.img`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: ['from', 'toram'],
    add: [`from=${device}${ownDirectory(cmdline)}`],
  }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'booted',
  notes: 'A directory that `from=` names stays. It looks at all devices except loop devices.',
};

/** "/other" of `from=/other` and `from=/dev/sr0/other`; '' of an ISO, a URL or a question. */
function ownDirectory(cmdline: Cmdline): string {
  const from = findParameter(cmdline, 'from')?.replace(/^\/dev\/[^/]+/, '') ?? '';
  return /^\/[^:]+$/.test(from) && !/\.iso$/i.test(from) ? withoutTrailing(from, '/') : '';
}
