import { hasAny, hasPath } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

const identities = ['pve', 'pmg', 'pbs', 'pdm'].map((product) => `/.${product}-cd-id.txt`);

/**
 * The installers of Proxmox. Their init looks for the ISO at `hd*`, `sr*`, `sd*` and `nvme*` only;
 * but what `root=/dev/*` names is mounted at once, and installed from if it holds an installer.
 */
export const proxmox: FamilyRules = {
  clues: {
    initrd: hasPath(/^\.(pve|pmg|pbs|pdm)-cd-id\.txt$|^\.cd-info$/),
    parameters: hasAny('proxdebug', 'proxtui', 'proxmox-start-auto-installer'),
    layout: {
      paths: identities,
      matches: ({ layout }) => identities.some((path) => layout.has(path)),
    },
    shown: {
      initrd: ['.cd-info', '.pve-cd-id.txt'],
      parameters: ['proxdebug', 'proxtui', 'proxmox-start-auto-installer'],
      layout: '`/.pve-cd-id.txt`',
    },
  },
  recipe: (cmdline, { device }) => ({
    drop: [],
    add: hasAny('root', 'lvm2root')(cmdline) ? [] : [`root=${device}`],
  }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'read',
  notes: 'An installer. A rescue entry’s own `root=` names a disk, and stays.',
};
