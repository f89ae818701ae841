interface ImageKeymap {
  /** As Debian's console-data names it. */
  readonly name: string;
  readonly title: string;
  /** The same as XKB names it. */
  readonly layout: string;
  readonly variant?: string;
}

/** Keyboard layouts of the image. */
export const keymaps = [
  { name: 'us', title: 'English (US)', layout: 'us' },
  { name: 'uk', title: 'English (UK)', layout: 'gb' },
  { name: 'dvorak', title: 'English (Dvorak)', layout: 'us', variant: 'dvorak' },
  { name: 'be-latin1', title: 'Belgian', layout: 'be' },
  { name: 'br-abnt2', title: 'Portuguese (Brazil)', layout: 'br' },
  { name: 'cz-lat2', title: 'Czech', layout: 'cz' },
  { name: 'de-latin1-nodeadkeys', title: 'German', layout: 'de', variant: 'nodeadkeys' },
  { name: 'dk-latin1', title: 'Danish', layout: 'dk' },
  { name: 'es', title: 'Spanish', layout: 'es' },
  { name: 'fi-latin1', title: 'Finnish', layout: 'fi' },
  { name: 'fr-latin9', title: 'French', layout: 'fr' },
  { name: 'fr_CH-latin1', title: 'French (Switzerland)', layout: 'ch', variant: 'fr' },
  { name: 'hu', title: 'Hungarian', layout: 'hu' },
  { name: 'it', title: 'Italian', layout: 'it' },
  { name: 'jp106', title: 'Japanese', layout: 'jp' },
  { name: 'la-latin1', title: 'Spanish (Latin America)', layout: 'latam' },
  { name: 'no-latin1', title: 'Norwegian', layout: 'no' },
  { name: 'pl', title: 'Polish', layout: 'pl' },
  { name: 'pt-latin1', title: 'Portuguese', layout: 'pt' },
  { name: 'ru4', title: 'Russian', layout: 'ru' },
  { name: 'se-latin1', title: 'Swedish', layout: 'se' },
  { name: 'sg-latin1', title: 'German (Switzerland)', layout: 'ch' },
  { name: 'trq', title: 'Turkish', layout: 'tr' },
] as const satisfies readonly ImageKeymap[];

export type KeymapName = (typeof keymaps)[number]['name'];
