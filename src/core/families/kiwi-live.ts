import { findParameter } from '../cmdline.ts';
import { hasAny, unless } from './clues.ts';
import type { FamilyRules } from './family-rules.ts';

const loaders = ['/boot/x86_64/loader/linux', '/boot/aarch64/loader/linux'];

/**
 * openSUSE's. parse-kiwi-live.sh takes CDLABEL only, of several `root=` the last; its persistence
 * would partition the medium.
 */
export const kiwiLive: FamilyRules = {
  clues: {
    initrd: /(^|\/)(\d+-)?parse-kiwi-live\.sh$|(^|\/)kiwi-live-root(\.sh)?$/,
    parameters: hasAny('rd.live.overlay.persistent'),
    layout: {
      paths: ['/LiveOS', ...loaders],
      matches: ({ layout }) => layout.has('/LiveOS') && loaders.some((path) => layout.has(path)),
    },
    shown: {
      initrd: ['parse-kiwi-live.sh', 'kiwi-live-root'],
      parameters: ['rd.live.overlay.persistent'],
      layout: '`/LiveOS` and `/boot/ARCH/loader/linux`',
    },
  },
  recipe: (cmdline, { volumeId }) => ({
    drop: ['rd.live.overlay.persistent', 'rd.live.ram', 'mediacheck'],
    add: [
      ...(findParameter(cmdline, 'root')?.startsWith('live:CDLABEL=')
        ? []
        : [`root=live:CDLABEL=${volumeId.replaceAll(' ', '\\x20')}`]),
      ...unless(cmdline, 'rd.live.image', 'rd.live.image'),
    ],
  }),
  carriesImage: false,
  takesNetwork: true,
  notes: 'A `root=live:CDLABEL=` of its own stays. It looks for the label at disks only.',
};
