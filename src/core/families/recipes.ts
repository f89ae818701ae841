import type { Cmdline } from '../cmdline.ts';
import { findParameter, hasParameter, withoutParameters, withParameters } from '../cmdline.ts';
import type { Family } from './family.ts';
import type { Recipe, RecipeContext } from './recipe.ts';

const unless = (cmdline: Cmdline, name: string, parameter: string): readonly string[] =>
  hasParameter(cmdline, name) ? [] : [parameter];

const untouched: Recipe = { drop: [], add: () => [] };

/** How the families are told of an ISO that is a file on some partition: here it is a device. */
const imageAsFile = [
  ...['findiso', 'fromiso', 'isofrom', 'iso-scan/filename', 'isoboot', 'isoloop'],
  ...['img_dev', 'img_loop'],
];

/**
 * What each family's scripts read was looked up in their sources; a `live-media=` (or the like)
 * names the device, because a scan could meet a stick that carries the same label.
 */
const recipes: Readonly<Record<Family, Recipe>> = {
  // live-boot, 9990-cmdline-old: live-media= takes any block device and skips the UUID match.
  'live-boot': {
    drop: ['toram', 'live-media', 'bootfrom'],
    add: (cmdline, { device }) => [...unless(cmdline, 'boot', 'boot=live'), `live-media=${device}`],
  },
  // casper's scan may create a persistence partition on the medium's disk: nopersistent forbids it.
  casper: {
    drop: ['toram', 'live-media', 'persistent', 'nopersistent'],
    add: (cmdline, { device }) => [
      ...unless(cmdline, 'boot', 'boot=casper'),
      `live-media=${device}`,
      'nopersistent',
    ],
  },
  // dmsquash-live, parse-dmsquash-live.sh: root=live:/dev/* is taken as it is.
  'dracut-dmsquash-live': {
    drop: ['root', 'rd.live.check', 'rd.live.ram'],
    add: (cmdline, { device }) => [
      `root=live:${device}`,
      ...unless(cmdline, 'rd.live.image', 'rd.live.image'),
    ],
  },
  // parse-kiwi-live.sh takes CDLABEL only, of several root= the last; its persistence would
  // partition the medium.
  'kiwi-live': {
    drop: ['rd.live.overlay.persistent', 'rd.live.ram', 'mediacheck'],
    add: (cmdline, { volumeId }) => [
      ...(findParameter(cmdline, 'root')?.startsWith('live:CDLABEL=')
        ? []
        : [`root=live:CDLABEL=${volumeId.replaceAll(' ', '\\x20')}`]),
      ...unless(cmdline, 'rd.live.image', 'rd.live.image'),
    ],
  },
  // hooks/archiso: archisosearchfilename (set by archisosearchuuid) overwrites archisodevice.
  archiso: {
    drop: [
      'archisosearchuuid',
      'archisosearchfilename',
      'archisolabel',
      'archisodevice',
      'copytoram',
    ],
    add: (_cmdline, { device }) => [`archisodevice=${device}`, 'copytoram=n'],
  },
  miso: {
    drop: ['misolabel', 'misodevice', 'copytoram'],
    add: (_cmdline, { device }) => [`misodevice=${device}`],
  },
  // stage-1-init.sh links /dev/root to a path given by root=; /iso is mounted from there.
  nixos: {
    drop: ['root', 'copytoram'],
    add: (_cmdline, { device }) => [`root=${device}`],
  },
  // initramfs-init runs modprobe -a over modules=; nlplug-findfs then looks at every block device.
  // Its kernels lack nd_e820, so the region is described to nfit (core/pmem-support.ts).
  'alpine-mkinitfs': {
    drop: ['modules'],
    add: (cmdline) => [
      `modules=${[...(findParameter(cmdline, 'modules') ?? 'loop,squashfs,sd-mod,usb-storage').split(','), 'nfit', 'nd_pmem'].join(',')}`,
    ],
  },
  tinycore: { drop: ['iso', 'cde'], add: () => [] },
  // livekitlib, find_data_try: from=/dev/X/directory.
  'linux-live': {
    drop: ['from'],
    add: (cmdline, { device }) => {
      const directory = findParameter(cmdline, 'from')?.replace(/^\/dev\/[^/]+/, '') ?? '/slax';
      return [`from=${device}${directory.startsWith('/') ? '' : '/'}${directory}`];
    },
  },
  genkernel: {
    drop: ['cdroot'],
    add: (cmdline, { device }) => [
      `cdroot=${device}`,
      ...unless(cmdline, 'looptype', 'looptype=squashfs'),
      ...unless(cmdline, 'loop', 'loop=/image.squashfs'),
    ],
  },
  'debian-installer': untouched,
  anaconda: untouched,
  unknown: untouched,
};

/** The entry's own line, with what leads elsewhere taken out and the medium named. */
export function applyRecipe(family: Family, cmdline: Cmdline, context: RecipeContext): Cmdline {
  const recipe = recipes[family];
  const kept = withoutParameters(cmdline, new Set([...imageAsFile, ...recipe.drop]));
  return withParameters(kept, recipe.add(cmdline, context));
}
