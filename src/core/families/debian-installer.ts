import { hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';
import { byPreseed } from './locale-rules.ts';

/** Questions of cdrom-detect; the last is answered with the device. */
const answers: readonly (readonly [name: string, answer?: string])[] = [
  ['cdrom-detect/manual_config', 'true'],
  ['cdrom-detect/cdrom_module', 'none'],
  ['cdrom-detect/cdrom_device'],
];
const packages = ['/.disk/base_installable', '/.disk/udeb_include'];

/**
 * cdrom-detect looks at CD drives and USB sticks automatically; it takes another device if its
 * questions are answered beforehand, which the command line can do.
 */
export const debianInstaller: FamilyRules = {
  clues: {
    initrd: hasPath(/^usr\/lib\/debian-installer(\/|$)|^lib\/debian-installer(\/|$)/),
    parameters: () => false,
    layout: {
      paths: packages,
      matches: ({ layout, kernel }) => hasPackages(layout) || kernel.includes('/debian-installer/'),
    },
    shown: {
      initrd: ['lib/debian-installer', 'usr/lib/debian-installer/'],
      parameters: [],
      layout: '`/.disk/base_installable`, `debian-installer/`',
    },
  },
  dialect: ({ layout }) => (hasPackages(layout) ? 'cd' : 'network'),
  recipe: (_cmdline, { device, dialect }) =>
    dialect === 'network'
      ? { drop: [], add: [] }
      : {
          drop: answers.map(([name]) => name),
          add: answers.map(([name, answer]) => `${name}=${answer ?? device}`),
        },
  withoutMedium: ({ layout }) =>
    hasPackages(layout) ? undefined : 'it installs from the network, and looks for no medium',
  carriesImage: false,
  takesNetwork: false,
  localizes: byPreseed,
  // The installation guide, "Using preseeding": initrd preseeding takes this file.
  injects: { preseed: { into: 'initramfs', path: 'preseed.cfg' } },
  seen: 'unsettled',
  unsettled: 'Whether its search for the CD accepts a device in memory was never tested.',
  notes: 'A network installer needs no medium.',
};

/** Without packages an image installs from the network. */
function hasPackages(layout: ReadonlySet<string>): boolean {
  return packages.some((path) => layout.has(path));
}
