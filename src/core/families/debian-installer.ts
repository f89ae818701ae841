import type { FamilyRules } from './family-rules.ts';

const packages = ['/.disk/base_installable', '/.disk/udeb_include'];

export const debianInstaller: FamilyRules = {
  clues: {
    initrd: /^usr\/lib\/debian-installer(\/|$)|^lib\/debian-installer(\/|$)/,
    parameters: () => false,
    layout: {
      paths: packages,
      matches: ({ layout, kernel }) =>
        packages.some((path) => layout.has(path)) || kernel.includes('/debian-installer/'),
    },
    shown: {
      initrd: ['lib/debian-installer', 'usr/lib/debian-installer/'],
      parameters: [],
      layout: '`/.disk/base_installable`, `debian-installer/`',
    },
  },
  recipe: () => ({ drop: [], add: [] }),
  withoutMedium: ({ layout }) =>
    packages.some((path) => layout.has(path))
      ? undefined
      : 'it installs from the network, and looks for no medium',
  carriesImage: false,
  takesNetwork: false,
  notes: '',
};
