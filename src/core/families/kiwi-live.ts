import { type Cmdline, findParameter, parseCmdline } from '../cmdline.ts';
import { hasAny, hasPath, hasValue, unless } from './clues.ts';
import type { FamilyEvidence, FamilyRules } from './family-rules.ts';
import { intoRoot } from './injection.ts';
import { bySystemd } from './locale-rules.ts';

const loaders = ['/boot/x86_64/loader/linux', '/boot/aarch64/loader/linux'];
const inInitrd = hasPath(/(^|\/)(\d+-)?parse-kiwi-live\.sh$|(^|\/)kiwi-live-root(\.sh)?$/);
const ownParameters = hasAny(
  'rd.live.overlay.persistent',
  'rd.live.overlay.cowfs',
  'rd.live.cowfile.mbsize',
);

/**
 * openSUSE's. parse-kiwi-live.sh takes CDLABEL only, of several `root=` the last; its persistence
 * would partition the medium. It reads dracut's own `root=live:` and `rd.live.image` too, and
 * kiwi also masters images with dracut's module: so the whole menu is asked, then the layout.
 */
export const kiwiLive: FamilyRules = {
  clues: {
    initrd: inInitrd,
    parameters: (cmdline, evidence) =>
      ownParameters(cmdline) || (readsDracutWords(cmdline) && isKiwi(evidence)),
    layout: { paths: ['/LiveOS', ...loaders], matches: hasLayout },
    shown: {
      initrd: ['parse-kiwi-live.sh', 'kiwi-live-root'],
      parameters: ['rd.live.overlay.persistent', 'rd.live.overlay.cowfs'],
      layout:
        '`/LiveOS` and `/boot/ARCH/loader/linux`, without dracut’s `rd.live.check` in the menu',
    },
  },
  recipe: (cmdline, { volumeId }) => {
    const labelled = findParameter(cmdline, 'root')?.startsWith('live:CDLABEL=') === true;
    return {
      drop: [
        ...(labelled ? [] : ['root']),
        ...['rd.live.overlay.persistent', 'rd.live.ram', 'rd.live.check', 'mediacheck'],
      ],
      add: [
        ...(labelled ? [] : [`root=live:CDLABEL=${volumeId.replaceAll(' ', '\\x20')}`]),
        ...unless(cmdline, 'rd.live.image', 'rd.live.image'),
      ],
    };
  },
  carriesImage: false,
  takesNetwork: true,
  localizes: bySystemd,
  injects: intoRoot,
  seen: 'booted',
  notes: 'An entry’s own `root=live:CDLABEL=` stays. It looks for the label on disks only.',
};

function readsDracutWords(cmdline: Cmdline): boolean {
  return hasAny('rd.live.image')(cmdline) || hasValue('root', 'live:')(cmdline);
}

function isKiwi(evidence: FamilyEvidence): boolean {
  return evidence.initrd === undefined ? hasLayout(evidence) : inInitrd(evidence.initrd);
}

function hasLayout({ layout, cmdline, siblings = [] }: FamilyEvidence): boolean {
  const menu = [cmdline, ...siblings].map(parseCmdline);
  if (menu.some(ownParameters)) return true;
  if (menu.some(hasAny('rd.live.check'))) return false;
  return layout.has('/LiveOS') && loaders.some((path) => layout.has(path));
}
