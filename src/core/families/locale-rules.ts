/** A keyboard layout as XKB names it: "de", and "nodeadkeys" if it is not the usual one. */
export interface Layout {
  readonly layout: string;
  readonly variant?: string;
}

interface Rule<T> {
  /** Parameters that settle it: if a line has one of them, nothing is added. */
  readonly names: readonly string[];
  readonly parameters: (value: T) => readonly string[];
}

/** How a family's live system is told on the command line what a person needs to read and type. */
export interface LocaleRules {
  /** For a locale: "de_DE.UTF-8". */
  readonly language?: Rule<string>;
  readonly keyboard?: Rule<Layout>;
  /** That it is to speak: its screen reader starts with it. */
  readonly speech?: Rule<'on'>;
}

/** live-config(7). A locale that is not there is generated. Grml's `lang=` is both. */
export const byLiveConfig: LocaleRules = {
  language: {
    names: ['locales', 'live-config.locales', 'lang'],
    parameters: (locale) => [`locales=${locale}`],
  },
  keyboard: {
    names: [
      ...['keyboard-layouts', 'live-config.keyboard-layouts'],
      ...['keyboard-variants', 'live-config.keyboard-variants', 'keyboard', 'lang'],
    ],
    parameters: ({ layout, variant }) => [
      `keyboard-layouts=${layout}`,
      ...(variant === undefined ? [] : [`keyboard-variants=${variant}`]),
    ],
  },
};

/** casper-bottom/14locales, 19keyboard (only in older versions) and 30accessibility: `v3` is blindness. */
export const byCasper: LocaleRules = {
  language: {
    names: ['locale', 'debian-installer/locale', 'debian-installer/language', 'language'],
    parameters: (locale) => [`locale=${locale}`],
  },
  keyboard: {
    names: [
      ...['console-setup/layoutcode', 'console-setup/variantcode'],
      ...['keyboard-configuration/layoutcode', 'kbd-chooser/method'],
    ],
    parameters: ({ layout, variant }) => [
      `console-setup/layoutcode=${layout}`,
      ...(variant === undefined ? [] : [`console-setup/variantcode=${variant}`]),
    ],
  },
  speech: { names: ['access'], parameters: () => ['access=v3'] },
};

/** Its livecd-talk.service, which the entries "with speech" of its menus start. */
export const byArchiso: LocaleRules = {
  speech: { names: ['accessibility'], parameters: () => ['accessibility=on'] },
};

/**
 * locale.conf(5) and vconsole.conf(5): systemd reads these in the live system; dracut.cmdline(7): `rd.` for the
 * initramfs. Fedora and openSUSE name their keymaps by XKB's layout and variant.
 */
export const bySystemd: LocaleRules = {
  language: {
    names: ['locale.LANG', 'rd.locale.LANG', 'LANG'],
    parameters: (locale) => [`locale.LANG=${locale}`],
  },
  keyboard: {
    names: ['vconsole.keymap', 'rd.vconsole.keymap', 'KEYTABLE'],
    parameters: ({ layout, variant }) => {
      const keymap = variant === undefined ? layout : `${layout}-${variant}`;
      return [`rd.vconsole.keymap=${keymap}`, `vconsole.keymap=${keymap}`];
    },
  },
};

/** Anaconda's boot options, "inst.lang" and "inst.keymap". */
export const byAnaconda: LocaleRules = {
  language: { names: ['inst.lang', 'lang'], parameters: (locale) => [`inst.lang=${locale}`] },
  keyboard: {
    names: ['inst.keymap', 'keymap', 'vconsole.keymap'],
    parameters: ({ layout }) => [`inst.keymap=${layout}`],
  },
};

/** The installation guide: "Preseeding questions through boot parameters", and "Accessibility". */
export const byPreseed: LocaleRules = {
  language: {
    names: [
      ...['locale', 'debian-installer/locale', 'language', 'debian-installer/language'],
      ...['country', 'debian-installer/country'],
    ],
    parameters: (locale) => [`locale=${locale}`],
  },
  keyboard: {
    names: ['keymap', 'keyboard-configuration/xkb-keymap'],
    parameters: ({ layout }) => [`keymap=${layout}`],
  },
  speech: { names: ['speakup.synth', 'brltty'], parameters: () => ['speakup.synth=soft'] },
};
