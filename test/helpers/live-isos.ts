import {
  type LiveIsoOptions,
  rootImagePaths,
  type WifiService,
} from '../../tools/live-iso/options.ts';

const usual = {
  arch: 'x86_64',
  suite: 'trixie',
  generator: 'live-boot',
  rootImage: 'squashfs-zstd',
  kernelFlavour: 'cloud',
  layered: false,
} as const;

/**
 * Live systems that differ in what decides about a graft: who made the initrd and which drivers
 * it has, how the modules are packed, and in what they lie.
 */
export const liveIsos = {
  /** Its initrd has no driver for memory at all; modules are plain `.ko`. */
  'bookworm-live-boot': row({ suite: 'bookworm', rootImage: 'squashfs-xz', layered: true }),
  /** dracut 059, whose initrd lacks nd_pmem. */
  'bookworm-dracut': row({ suite: 'bookworm', generator: 'dracut' }),
  /** openSUSE's way: an ext4 within a squashfs, found by its label. */
  'bookworm-kiwi': row({ suite: 'bookworm', generator: 'kiwi' }),
  'trixie-dracut-erofs': row({ generator: 'dracut', rootImage: 'erofs' }),
  /** The kernel for hardware; modules are `.ko.xz`. */
  'sid-live-boot': row({ suite: 'sid', kernelFlavour: 'generic' }),
  'sid-dracut': row({ suite: 'sid', generator: 'dracut' }),
} as const satisfies Record<string, LiveIsoOptions>;

/** For arm64; the demo there is live-boot's. */
export const arm64DracutIso = row({ arch: 'aarch64', generator: 'dracut' });

export type LiveIsoName = keyof typeof liveIsos;

function row(differences: Partial<LiveIsoOptions>): LiveIsoOptions {
  const options = { ...usual, ...differences };
  const { suite, generator, rootImage } = options;
  return {
    ...options,
    volumeId: `${suite}_${generator}`.toUpperCase().replaceAll('-', '_'),
    title: `${suite} ${generator} ${rootImage}`,
  };
}

/** A live system with simulated radios, and the service that is to join a network there. */
export function liveIsoWithWifi(
  wifi: WifiService,
  generator: LiveIsoOptions['generator'],
): { readonly name: string; readonly options: LiveIsoOptions } {
  const options = row({ generator, kernelFlavour: 'generic', wifi });
  return { name: `wifi-${generator}-${wifi}`, options };
}

export function describeLiveIso(name: LiveIsoName): string {
  const options: LiveIsoOptions = liveIsos[name];
  const { suite, generator, rootImage, kernelFlavour } = options;
  const images = rootImagePaths(options).length;
  return `${suite}, ${generator}, ${rootImage}${images > 1 ? ` in ${images} layers` : ''}, ${kernelFlavour} kernel`;
}
