import { findParameter } from '../cmdline.ts';
import type { FamilyRules } from './family-rules.ts';

/** Slax' kit. livekitlib, find_data_try: from=/dev/X/directory. */
export const linuxLive: FamilyRules = {
  clues: {
    initrd: /^(usr\/)?lib\/livekitlib$/,
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
  recipe: (cmdline, { device }) => {
    const directory = findParameter(cmdline, 'from')?.replace(/^\/dev\/[^/]+/, '') ?? '/slax';
    return {
      drop: ['from'],
      add: [`from=${device}${directory.startsWith('/') ? '' : '/'}${directory}`],
    };
  },
  carriesImage: false,
  takesNetwork: false,
  notes: 'It looks at all devices but loop devices.',
};
