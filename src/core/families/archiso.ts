import { hasAny } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

/** Arch's. hooks/archiso: `archisosearchfilename` (set by `archisosearchuuid`) overwrites `archisodevice`. */
export const archiso: FamilyRules = {
  clues: {
    initrd: /^hooks\/archiso$/,
    parameters: hasAny('archisobasedir', 'archisolabel', 'archisosearchuuid'),
    shown: {
      initrd: ['hooks/archiso'],
      parameters: ['archisobasedir', 'archisolabel', 'archisosearchuuid'],
      layout: '',
    },
  },
  recipe: (_cmdline, { device }) => ({
    drop: [
      'archisosearchuuid',
      'archisosearchfilename',
      'archisolabel',
      'archisodevice',
      'copytoram',
    ],
    add: [`archisodevice=${device}`, 'copytoram=n'],
  }),
  carriesImage: true,
  takesNetwork: true,
  notes: '',
};
