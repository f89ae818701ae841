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
  { name: 'gnupg', purpose: 'makes the keys and signatures that the tests judge' },
  { name: 'minisign', purpose: 'the same for minisign' },
  { name: 'signify-openbsd', purpose: 'the same for signify' },
  { name: 'squashfs-tools', purpose: 'mksquashfs: the image, and live systems for the tests' },
  { name: 'xz-utils', purpose: 'unpacks kernel modules, packs images with --compress xz' },
  { name: 'zstd', purpose: 'packs the initramfs' },
  { name: 'dosfstools', purpose: 'mkfs.vfat: the EFI image of live ISOs' },
  { name: 'mmdebstrap', purpose: "unpacks live systems from Debian's packages" },
  { name: 'mtools', purpose: 'fills that EFI image' },
  { name: 'qemu-system-x86', purpose: 'boots what was built' },
  { name: 'xorriso', purpose: 'masters live ISOs' },
  {
    name: 'genisoimage',
    purpose:
      'makes the ISO images that xorriso would not: Joliet alone, plain, relocated directories',
  },
  { name: 'isolinux', purpose: 'makes hybrid ISO images for the tests' },
  {
    name: 'p7zip-full',
    purpose: "lists the same ISO images as the tests' second opinion, and makes zips",
  },
  { name: 'file', purpose: "tells a kernel's version as the tests' second opinion" },
];
