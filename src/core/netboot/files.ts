/** webboot's kernel and images, in the order in which a loader places them in memory. */
export const netbootImages = ['vmlinuz', 'initramfs.img', 'kernel.img'] as const;

/** What a PXE client fetches by TFTP: iPXE for BIOS and for EFI, shim, GRUB and MokManager. */
export const netbootLoaders = [
  'undionly.kpxe',
  'snponly.efi',
  'shimx64.efi',
  // shim looks for these two next to itself.
  'grubx64.efi',
  'mmx64.efi',
] as const;

export const ipxeScriptName = 'boot.ipxe';
/** Debian's signed GRUB for networks looks for its menu here, from the root of its server. */
export const grubMenuName = 'grub/grub.cfg';
