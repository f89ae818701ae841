/** The kinds of machines that can start from the network. */
export const netbootArchitectures = ['x86_64', 'aarch64'] as const;
export type NetbootArchitecture = (typeof netbootArchitectures)[number];

/** Where the images of a kind are: one folder serves all kinds. As GRUB and iPXE name the kind. */
export const netbootFolders: Readonly<Record<NetbootArchitecture, string>> = {
  x86_64: '',
  aarch64: 'arm64/',
};

/** webboot's kernel and images, in the order in which a loader places them in memory. */
export const netbootImages = ['vmlinuz', 'initramfs.img', 'kernel.img'] as const;

/** The same by their paths. */
export function netbootImagesOf(arch: NetbootArchitecture): readonly string[] {
  return netbootImages.map((name) => `${netbootFolders[arch]}${name}`);
}

/** What a PXE client fetches by TFTP: shim, and GRUB and MokManager, which it looks for next to itself; iPXE. */
export const netbootLoaders = {
  x86_64: ['undionly.kpxe', 'snponly.efi', 'shimx64.efi', 'grubx64.efi', 'mmx64.efi'],
  aarch64: ['shimaa64.efi', 'grubaa64.efi', 'mmaa64.efi'],
} as const satisfies Record<NetbootArchitecture, readonly string[]>;

/** All files that a server may offer for these machines. */
export const netbootFiles: readonly string[] = netbootArchitectures.flatMap((arch) => [
  ...netbootImagesOf(arch),
  ...netbootLoaders[arch],
]);

export const ipxeScriptName = 'boot.ipxe';
/** Debian's signed GRUB for networks looks for its menu here, from the root of its server. */
export const grubMenuName = 'grub/grub.cfg';
