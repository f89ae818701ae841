/** The initramfs generators that are told apart, by their way to look for the medium. */
export const knownFamilies = [
  'live-boot',
  'casper',
  'dracut-dmsquash-live',
  'kiwi-live',
  'archiso',
  'miso',
  'alpine-mkinitfs',
  'nixos',
  'tinycore',
  'linux-live',
  'genkernel',
  'debian-installer',
  'anaconda',
] as const;

/** Which of them an image was made with; told by what the initrd and the layout hold. */
export type Family = (typeof knownFamilies)[number] | 'unknown';
