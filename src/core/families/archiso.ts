import { parseCmdline } from '../cmdline.ts';
import { forkPrefix, hookPrefix } from './archiso-prefix.ts';
import type { FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';
import { byArchiso } from './locale-rules.ts';

/**
 * Arch's, and those that were made of it under another name: KaOS' `kdeosiso`, Parabola's
 * `parabolaiso`, Artix' `artix`. All of their parameters begin with the name of their hook, which is
 * this family's dialect. hooks/archiso: `archisosearchfilename` (set by `archisosearchuuid`)
 * overwrites `archisodevice`; without a `copytoram=` small images are copied.
 */
export const archiso: FamilyRules = {
  clues: {
    initrd: (paths) => hookPrefix(paths) !== undefined,
    parameters: (cmdline) => forkPrefix(cmdline) !== undefined,
    shown: {
      initrd: ['hooks/archiso'],
      parameters: [
        'archisobasedir',
        'archisolabel',
        'archisosearchuuid',
        'kdeosisobasedir kdeosisolabel',
      ],
      layout: '',
    },
  },
  dialect: ({ cmdline, initrd }) =>
    forkPrefix(parseCmdline(cmdline)) ?? (initrd === undefined ? undefined : hookPrefix(initrd)),
  recipe: (cmdline, { device, dialect }) => {
    const prefix = forkPrefix(cmdline) ?? dialect ?? 'archiso';
    const own = ['searchuuid', 'searchfilename', 'label', 'device'].map((name) => prefix + name);
    return { drop: [...own, 'copytoram'], add: [`${prefix}device=${device}`, 'copytoram=n'] };
  },
  carriesImage: true,
  takesNetwork: true,
  localizes: byArchiso,
  injects: intoRoot,
  seen: 'booted',
  notes:
    'In forks with another name, the parameters begin with that: `kdeosiso`, `parabolaiso`, `artix`.',
};
