import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Its kernel has no driver for memory, and its initrd is the whole system. */
export const tinycore: FamilyRules = {
  clues: {
    initrd: hasPath(/^etc\/init\.d\/tc-(functions|config)$/),
    parameters: hasAny('tce'),
    layout: {
      paths: ['/cde'],
      matches: ({ layout, initrds }) =>
        layout.has('/cde') ||
        initrds.some((path) => /\/(core|corepure64|rootfs64)\.gz$/.test(path)),
    },
    shown: {
      initrd: ['etc/init.d/tc-functions'],
      parameters: ['tce'],
      layout: '`/cde`, an initrd `core.gz`',
    },
  },
  recipe: () => ({ drop: ['iso', 'cde'], add: [] }),
  withoutMedium: () =>
    'its whole system is in the initrd; extensions of the image are added to that',
  carriesImage: false,
  takesNetwork: false,
  // tce-setup takes what lies there for extensions that the initrd brings along.
  copies: { from: '/cde', to: 'tmp/builtin' },
  seen: 'read',
  notes: 'The extensions in `/cde` are copied into the initramfs.',
};
