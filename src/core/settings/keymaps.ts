/** Keyboard layouts of the image, as Debian's console-data names them. */
export const keymaps = [
  { name: 'us', title: 'English (US)' },
  { name: 'uk', title: 'English (UK)' },
  { name: 'dvorak', title: 'English (Dvorak)' },
  { name: 'be-latin1', title: 'Belgian' },
  { name: 'br-abnt2', title: 'Portuguese (Brazil)' },
  { name: 'cz-lat2', title: 'Czech' },
  { name: 'de-latin1-nodeadkeys', title: 'German' },
  { name: 'dk-latin1', title: 'Danish' },
  { name: 'es', title: 'Spanish' },
  { name: 'fi-latin1', title: 'Finnish' },
  { name: 'fr-latin9', title: 'French' },
  { name: 'fr_CH-latin1', title: 'French (Switzerland)' },
  { name: 'hu', title: 'Hungarian' },
  { name: 'it', title: 'Italian' },
  { name: 'jp106', title: 'Japanese' },
  { name: 'la-latin1', title: 'Spanish (Latin America)' },
  { name: 'no-latin1', title: 'Norwegian' },
  { name: 'pl', title: 'Polish' },
  { name: 'pt-latin1', title: 'Portuguese' },
  { name: 'ru4', title: 'Russian' },
  { name: 'se-latin1', title: 'Swedish' },
  { name: 'sg-latin1', title: 'German (Switzerland)' },
  { name: 'trq', title: 'Turkish' },
] as const;

export type KeymapName = (typeof keymaps)[number]['name'];
