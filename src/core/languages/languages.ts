import type { Texts } from './texts.ts';

interface Language {
  /** In the language itself. */
  readonly name: string;
  /** For live systems that are given the language. */
  readonly locale: string;
  /** What stands for its letters and signs beyond ASCII on a console that lacks them. */
  readonly inAscii: Readonly<Record<string, string>>;
  readonly load: () => Promise<Texts>;
}

/** The languages of the menu, by their codes (ISO 639-1). A language is read when it is chosen. */
export const languages = {
  en: {
    name: 'English',
    locale: 'en_US.UTF-8',
    inAscii: {},
    load: async () => (await import('./en.ts')).english,
  },
  de: {
    name: 'Deutsch',
    locale: 'de_DE.UTF-8',
    inAscii: {
      ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' },
      ...{ '„': '"', '“': '"' },
    },
    load: async () => (await import('./de.ts')).german,
  },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageCode = keyof typeof languages;

export const languageCodes: readonly LanguageCode[] = Object.keys(languages).filter(isLanguage);

export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(languages, code);
}

export function languageOf(code: LanguageCode): Language {
  return languages[code];
}

/** That of a POSIX environment (XBD, section 8.2): the first of these that is set decides. */
export function languageOfEnvironment(
  env: Readonly<Partial<Record<string, string>>>,
): LanguageCode | undefined {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => (value ?? '') !== '');
  const code = locale?.split(/[_.@]/)[0] ?? '';
  return isLanguage(code) ? code : undefined;
}

export interface ChosenLanguage {
  readonly code: LanguageCode;
  readonly texts: Texts;
}

/** Undefined for English: the menu has that already. */
export async function loadLanguage(
  code: LanguageCode | undefined,
): Promise<ChosenLanguage | undefined> {
  if (code === undefined || code === 'en') return undefined;
  return { code, texts: await languageOf(code).load() };
}
