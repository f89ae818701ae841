import type { Architecture } from '../../src/core/architecture.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';

/** What packages are needed for: building the image, sticks of it, live ISOs, booting them, a kernel of our own, the tests. */
export type HostPurpose = 'image' | 'stick' | 'live-iso' | 'qemu' | 'kernel' | 'release' | 'test';

export interface HostPackage {
  /** Its name in Debian and in Ubuntu. */
  readonly name: string;
  readonly purpose: string;
  /** Only the tests without. */
  readonly for?: readonly HostPurpose[];
  /** The machines for which it is needed; all without. */
  readonly machine?: MachineArchitecture;
  /** Needed only on hosts of another architecture than `machine`. */
  readonly crosses?: true;
}

/** The packages for some purposes and some machines, on a host of a certain architecture. */
export function neededPackages({
  purposes,
  machines,
  host,
}: {
  readonly purposes: readonly HostPurpose[];
  readonly machines: readonly MachineArchitecture[];
  readonly host: Architecture;
}): readonly HostPackage[] {
  return hostPackages.filter(
    ({ for: uses = ['test'], machine, crosses = false }) =>
      uses.some((use) => purposes.includes(use)) &&
      (machine === undefined || machines.includes(machine)) &&
      !(crosses && machine === host),
  );
}

/** What commands need of the host beside git, Node and npm. */
const hostPackages: readonly HostPackage[] = [
  {
    name: 'debian-archive-keyring',
    purpose: "verifies Debian's packages on any host",
    for: ['image', 'live-iso', 'kernel'],
  },
  {
    name: 'debootstrap',
    purpose: "names Debian's default mirror where apt knows none",
    for: ['image', 'live-iso', 'kernel'],
  },
  { name: 'kbd', purpose: 'loadkeys: compiles keyboard layouts', for: ['image'] },
  { name: 'kmod', purpose: 'depmod: which kernel module needs which', for: ['image'] },
  { name: 'binutils', purpose: 'strip: a smaller Node in the image', for: ['image'] },
  { name: 'gcc', purpose: 'compiles a kernel', for: ['kernel'] },
  { name: 'make', purpose: 'the same', for: ['kernel'] },
  { name: 'bc', purpose: 'computes what its headers need', for: ['kernel'] },
  { name: 'bison', purpose: "makes the parser of the kernel's configuration", for: ['kernel'] },
  { name: 'flex', purpose: 'the same', for: ['kernel'] },
  { name: 'libc6-dev', purpose: "the C library of the kernel's own tools", for: ['kernel'] },
  { name: 'libelf-dev', purpose: 'the library of objtool', for: ['kernel'] },
  { name: 'libssl-dev', purpose: "puts certificates into the kernel's keyring", for: ['kernel'] },
  { name: 'openssh-client', purpose: 'ssh: logs in to the menu', for: ['test'] },
  { name: 'cpio', purpose: 'takes images apart again', for: ['test'] },
  { name: 'lz4', purpose: 'packs what the lz4 decoder is tested on' },
  { name: 'bzip2', purpose: 'the same for bzip2' },
  { name: 'gnupg', purpose: 'makes the keys and signatures that the tests judge' },
  {
    name: 'minisign',
    purpose: 'signs releases; makes what the tests judge',
    for: ['release', 'test'],
  },
  { name: 'signify-openbsd', purpose: 'the same for signify' },
  { name: 'device-tree-compiler', purpose: "dtc: the tests' second opinion on device trees" },
  { name: 'grub-emu', purpose: 'GRUB itself, which the script evaluator is compared with' },
  {
    name: 'squashfs-tools',
    purpose: 'mksquashfs: the image, and live systems for the tests',
    for: ['image', 'live-iso'],
  },
  {
    name: 'xz-utils',
    purpose: 'unpacks kernel modules, packs images with --compress xz',
    for: ['image', 'kernel'],
  },
  { name: 'zstd', purpose: 'packs the initramfs, and kernels', for: ['image', 'kernel'] },
  {
    name: 'dosfstools',
    purpose: 'mkfs.vfat: what EFI firmware boots from, on sticks and in ISOs',
    for: ['stick', 'live-iso', 'test'],
  },
  { name: 'erofs-utils', purpose: 'mkfs.erofs: live systems with such a root', for: ['live-iso'] },
  {
    name: 'e2fsprogs',
    purpose: 'mke2fs: volumes that the tests mount',
    for: ['test'],
  },
  { name: 'mmdebstrap', purpose: "unpacks live systems from Debian's packages", for: ['live-iso'] },
  { name: 'mtools', purpose: 'fills that', for: ['stick', 'live-iso', 'test'] },
  { name: 'qemu-system-x86', purpose: 'boots what was built', for: ['qemu'], machine: 'x86_64' },
  { name: 'qemu-system-arm', purpose: 'the same for arm64', for: ['qemu'], machine: 'aarch64' },
  {
    name: 'qemu-efi-aarch64',
    purpose: 'EFI firmware of arm64 machines',
    for: ['qemu'],
    machine: 'aarch64',
  },
  {
    name: 'qemu-user-static',
    purpose: "runs arm64 programs, where live systems are made of Debian's packages",
    for: ['live-iso'],
    ...{ machine: 'aarch64', crosses: true },
  },
  {
    name: 'arch-test',
    purpose: 'tells mmdebstrap whether they run',
    for: ['live-iso'],
    ...{ machine: 'aarch64', crosses: true },
  },
  {
    name: 'llvm',
    purpose: 'llvm-strip: a smaller Node in an image for arm64',
    for: ['image'],
    ...{ machine: 'aarch64', crosses: true },
  },
  {
    name: 'gcc-aarch64-linux-gnu',
    purpose: 'compiles a kernel for arm64',
    for: ['kernel'],
    ...{ machine: 'aarch64', crosses: true },
  },
  { name: 'sbsigntool', purpose: "signs boot loader and kernel by one's own key", for: ['stick'] },
  { name: 'xorriso', purpose: 'masters ISOs', for: ['stick', 'live-iso'] },
  { name: 'ovmf', purpose: 'EFI firmware, with Secure Boot, that sticks are booted by' },
  { name: 'fdisk', purpose: "sfdisk: the tests' second opinion on partition tables" },
  {
    name: 'genisoimage',
    purpose:
      'makes the ISO images that xorriso would not: Joliet alone, plain, relocated directories; isoinfo lists them',
  },
  { name: 'isolinux', purpose: 'makes hybrid ISO images for the tests' },
  {
    name: 'p7zip-full',
    purpose: "lists the same ISO images as the tests' second opinion, and makes zips",
  },
  { name: 'openssl', purpose: 'makes the certificates that nobody trusts' },
  { name: 'aria2', purpose: 'a program that webboot exchanges pieces with, by BitTorrent' },
  { name: 'transmission-cli', purpose: 'another one' },
  { name: 'nginx-light', purpose: 'serves the file that `bench fetch` downloads' },
  { name: 'curl', purpose: 'is what `bench fetch` compares with' },
  { name: 'chromium', purpose: "opens the menu's page as a phone does" },
  { name: 'dnsmasq-base', purpose: 'checks and serves what machines start from over the network' },
  {
    name: 'binutils-aarch64-linux-gnu',
    purpose: 'assembles what hands secrets to the keyring of arm64 kernels',
  },
  { name: 'efitools', purpose: "makes signature lists, as they lie in a firmware's db and dbx" },
  { name: 'file', purpose: "tells a kernel's version as the tests' second opinion" },
];
