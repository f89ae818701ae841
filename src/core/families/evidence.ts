import { type Cmdline, findParameter, hasParameter, parseCmdline } from '../cmdline.ts';
import type { Family } from './family.ts';

/** What is known of an entry and of the image around it. */
export interface FamilyEvidence {
  /** The entry's own, from the image's menu. */
  readonly cmdline: string;
  readonly kernel: string;
  readonly initrds: readonly string[];
  /** Those of `layoutClues` that the image holds. */
  readonly layout: ReadonlySet<string>;
  /** Paths in the entry's initrds, relative to their root; absent until they were read. */
  readonly initrd?: ReadonlySet<string>;
}

/** Where the families keep what they look for on the medium. */
export const layoutClues = [
  '/live',
  '/casper',
  '/LiveOS',
  '/boot/x86_64/loader/linux',
  '/boot/aarch64/loader/linux',
  '/apks',
  '/nix-store.squashfs',
  '/cde',
  '/.disk/base_installable',
  '/.disk/udeb_include',
  '/images/install.img',
  '/image.squashfs',
] as const;

type Known = Exclude<Family, 'unknown'>;

interface Clues {
  readonly family: Known;
  /** A path that only this family's generator puts into an initrd. */
  readonly initrd: RegExp;
  /** Parameters that only its scripts read. */
  readonly cmdline: (cmdline: Cmdline) => boolean;
  readonly layout: (evidence: FamilyEvidence) => boolean;
}

const never = () => false;
const has =
  (...names: readonly string[]) =>
  (cmdline: Cmdline) =>
    names.some((name) => hasParameter(cmdline, name));
const inDirectory = (directory: string) => (evidence: FamilyEvidence) =>
  evidence.layout.has(directory) && evidence.kernel.startsWith(`${directory}/`);

/**
 * Special ones before those that they build on: kiwi's and anaconda's initrds hold dracut's
 * dmsquash-live too. Sources: each generator's own scripts.
 */
const families: readonly Clues[] = [
  {
    family: 'live-boot',
    initrd: /^scripts\/live$|^(usr\/)?lib\/live\/boot\//,
    cmdline: (cmdline) => findParameter(cmdline, 'boot') === 'live',
    layout: inDirectory('/live'),
  },
  {
    family: 'casper',
    initrd: /^scripts\/casper$/,
    cmdline: (cmdline) => findParameter(cmdline, 'boot') === 'casper',
    // Ubuntu's own lines carry no boot=: its initrd sets it.
    layout: inDirectory('/casper'),
  },
  {
    family: 'miso',
    initrd: /^hooks\/miso$/,
    cmdline: has('misobasedir', 'misolabel'),
    layout: never,
  },
  {
    family: 'archiso',
    initrd: /^hooks\/archiso$/,
    cmdline: has('archisobasedir', 'archisolabel', 'archisosearchuuid'),
    layout: never,
  },
  {
    family: 'anaconda',
    initrd: /(^|\/)(parse-anaconda-repo\.sh|anaconda-lib\.sh)$/,
    cmdline: has('inst.stage2', 'inst.repo', 'inst.ks'),
    layout: ({ layout }) => layout.has('/images/install.img'),
  },
  {
    family: 'kiwi-live',
    initrd: /(^|\/)(\d+-)?parse-kiwi-live\.sh$|(^|\/)kiwi-live-root(\.sh)?$/,
    cmdline: has('rd.live.overlay.persistent'),
    layout: ({ layout }) =>
      layout.has('/LiveOS') &&
      (layout.has('/boot/x86_64/loader/linux') || layout.has('/boot/aarch64/loader/linux')),
  },
  {
    family: 'dracut-dmsquash-live',
    initrd: /(^|\/)dmsquash-live-root(\.sh)?$/,
    cmdline: (cmdline) =>
      hasParameter(cmdline, 'rd.live.image') ||
      (findParameter(cmdline, 'root')?.startsWith('live:') ?? false),
    layout: ({ layout }) => layout.has('/LiveOS'),
  },
  {
    family: 'nixos',
    initrd: /^nix\/store\//,
    cmdline: (cmdline) => findParameter(cmdline, 'init')?.startsWith('/nix/store/') ?? false,
    layout: ({ layout }) => layout.has('/nix-store.squashfs'),
  },
  {
    family: 'alpine-mkinitfs',
    initrd: /^(usr\/)?sbin\/nlplug-findfs$/,
    cmdline: has('modloop', 'alpine_repo'),
    layout: ({ layout }) => layout.has('/apks'),
  },
  {
    family: 'tinycore',
    initrd: /^etc\/init\.d\/tc-(functions|config)$/,
    cmdline: has('tce'),
    layout: ({ layout, initrds }) =>
      layout.has('/cde') || initrds.some((path) => /\/(core|corepure64|rootfs64)\.gz$/.test(path)),
  },
  {
    family: 'linux-live',
    initrd: /^(usr\/)?lib\/livekitlib$/,
    cmdline: never,
    layout: ({ initrds }) => initrds.some((path) => /^\/[^/]+\/boot\/initrfs\.img$/.test(path)),
  },
  {
    family: 'debian-installer',
    initrd: /^usr\/lib\/debian-installer(\/|$)|^lib\/debian-installer(\/|$)/,
    cmdline: never,
    layout: ({ layout, kernel }) =>
      layout.has('/.disk/base_installable') ||
      layout.has('/.disk/udeb_include') ||
      kernel.includes('/debian-installer/'),
  },
  {
    family: 'genkernel',
    initrd: /^etc\/initrd\.scripts$/,
    cmdline: (cmdline) =>
      hasParameter(cmdline, 'cdroot') && findParameter(cmdline, 'looptype') === 'squashfs',
    layout: ({ layout }) => layout.has('/image.squashfs'),
  },
];

/**
 * Which generator made an entry's initramfs, by what it holds; without it by the parameters of the
 * entry, and at last by the image's layout.
 */
export function familyOf(evidence: FamilyEvidence): Family {
  const cmdline = parseCmdline(evidence.cmdline);
  const byCmdline = families.filter((clues) => clues.cmdline(cmdline));
  const { initrd } = evidence;
  if (initrd !== undefined) {
    const byInitrd = families.filter((clues) => someMatches(initrd, clues.initrd));
    // A generic initrd may hold several; the entry says which of them it means.
    const meant = byInitrd.find((clues) => byCmdline.includes(clues)) ?? byInitrd[0];
    return meant?.family ?? 'unknown';
  }
  const found = byCmdline[0] ?? families.find((clues) => clues.layout(evidence));
  return found?.family ?? 'unknown';
}

function someMatches(paths: ReadonlySet<string>, pattern: RegExp): boolean {
  for (const path of paths) if (pattern.test(path)) return true;
  return false;
}
