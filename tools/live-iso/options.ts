import type { MachineArchitecture } from '../shared/architectures.ts';

/** What manages Wi-Fi in a live system. */
export const wifiServices = ['NetworkManager', 'iwd', 'netplan', 'networkd'] as const;
export type WifiService = (typeof wifiServices)[number];

/** What a live ISO is made of. Each field is one of the ways in which real distributions differ. */
export interface LiveIsoOptions {
  readonly arch: MachineArchitecture;
  readonly suite: 'bookworm' | 'trixie' | 'sid';
  /** Who writes the initrd, and so who looks for the medium. */
  readonly generator: 'live-boot' | 'dracut' | 'kiwi';
  readonly rootImage: 'squashfs-zstd' | 'squashfs-xz' | 'erofs';
  readonly kernelFlavour: 'cloud' | 'generic';
  /** Several images stacked on one another, instead of a single one (live-boot only). */
  readonly layered: boolean;
  /** What joins Wi-Fi networks there; the system then has an access point on a radio of its own, too. */
  readonly wifi?: WifiService;
  readonly volumeId: string;
  /** As `.disk/info` names it. */
  readonly title: string;
}

/** Where the generator's own master puts the kernel and the initrd. */
export function kernelPaths({ arch, generator }: LiveIsoOptions): {
  readonly kernel: string;
  readonly initrd: string;
} {
  const loader = `/boot/${arch}/loader`;
  return generator === 'kiwi'
    ? { kernel: `${loader}/linux`, initrd: `${loader}/initrd` }
    : { kernel: '/live/vmlinuz', initrd: '/live/initrd.img' };
}

/** Where the live system's root images lie in the ISO, lowest layer first. */
export function rootImagePaths(options: LiveIsoOptions): readonly string[] {
  if (options.generator !== 'live-boot') return ['/LiveOS/squashfs.img'];
  return options.layered
    ? ['/live/filesystem.squashfs', '/live/extras.squashfs']
    : ['/live/filesystem.squashfs'];
}

/** The one account of every live ISO made here; for tests, and worth nothing anywhere else. */
export const liveAccount = { user: 'user', password: 'live' } as const;
