export interface HostPackage {
  /** Its name in Debian and in Ubuntu. */
  readonly name: string;
  readonly purpose: string;
}

/** What `npm start` and `npm test` need of the host beside git, Node and npm. */
export const hostPackages: readonly HostPackage[] = [
  { name: 'debian-archive-keyring', purpose: "verifies Debian's packages on any host" },
  { name: 'debootstrap', purpose: "names Debian's default mirror where apt knows none" },
  { name: 'kmod', purpose: 'depmod: which kernel module needs which' },
  { name: 'binutils', purpose: 'strip: a smaller Node in the image' },
  { name: 'squashfs-tools', purpose: 'mksquashfs: the image, and live systems for the tests' },
  { name: 'xz-utils', purpose: 'unpacks kernel modules, packs images with --compress xz' },
  { name: 'zstd', purpose: 'packs the initramfs' },
];
