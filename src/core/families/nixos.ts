import { hasValue, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** stage-1-init.sh links /dev/root to a path given by `root=`; /iso is mounted from there. */
export const nixos: FamilyRules = {
  clues: {
    initrd: /^nix\/store\//,
    parameters: hasValue('init', '/nix/store/'),
    layout: holds('/nix-store.squashfs'),
    shown: {
      initrd: ['nix/store/'],
      parameters: ['init=/nix/store/'],
      layout: '`/nix-store.squashfs`',
    },
  },
  recipe: (_cmdline, { device }) => ({
    drop: ['root', 'copytoram'],
    add: [`root=${device}`],
  }),
  carriesImage: true,
  takesNetwork: false,
  notes: '',
};
