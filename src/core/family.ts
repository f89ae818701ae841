/** Which initramfs generator looks for the medium; told by what the initrd and the layout hold. */
export type Family =
  | 'live-boot'
  | 'casper'
  | 'dracut-dmsquash-live'
  | 'kiwi-live'
  | 'archiso'
  | 'miso'
  | 'alpine-mkinitfs'
  | 'nixos'
  | 'tinycore'
  | 'linux-live'
  | 'genkernel'
  | 'debian-installer'
  | 'anaconda'
  | 'unknown';
