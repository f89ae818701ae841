import { findParameter } from '../cmdline.ts';
import { hasPath, hasValue, holds } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

const systemd = hasPath(/^etc\/(initrd-release|fstab)$|(^|\/)lib\/systemd\/systemd$/);
const byName = /^(LABEL|UUID)=/;

/**
 * Two first stages, which the initrd tells apart. stage-1-init.sh links /dev/root to what `root=`
 * names, and mounts /iso from there. systemd's (since 26.05) has `root=fstab`, and mounts /iso by
 * its label from a fstab in the initrd: another `root=` would end it in emergency mode.
 */
export const nixos: FamilyRules = {
  clues: {
    initrd: hasPath(/^nix\/store\//),
    parameters: hasValue('init', '/nix/store/'),
    layout: holds('/nix-store.squashfs'),
    shown: {
      initrd: ['nix/store/'],
      parameters: ['init=/nix/store/'],
      layout: '`/nix-store.squashfs`',
    },
  },
  dialect: ({ initrd }) => {
    if (initrd === undefined) return undefined;
    return systemd(initrd) ? 'systemd' : 'script';
  },
  recipe: (cmdline, { device, dialect }) => {
    const root = findParameter(cmdline, 'root') ?? '';
    const names = dialect !== 'systemd' && byName.test(root);
    return {
      drop: [...(names ? ['root'] : []), 'copytoram'],
      add: names ? [`root=${device}`] : [],
    };
  },
  carriesImage: ['script'],
  takesNetwork: false,
  seen: 'booted',
  notes:
    'With a scripted first stage, `root=LABEL=` and `root=UUID=` are replaced by the device; systemd’s finds the label.',
};
