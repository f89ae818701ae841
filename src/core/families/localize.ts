import { type Cmdline, hasParameter } from '../cmdline.ts';
import { type LanguageCode, languageOf } from '../languages/languages.ts';
import { findKeymap } from '../settings/find-keymap.ts';
import { keymaps } from '../settings/keymaps.ts';
import { type Family, rulesOf } from './family.ts';
import type { Layout, LocaleRules } from './locale-rules.ts';

/** What a person chose for webboot and needs in the live system as well; absent: not chosen. */
export interface LocaleWish {
  readonly language?: LanguageCode;
  /** As `findKeymap` knows it. */
  readonly keymap?: string;
  /** It is to speak. */
  readonly speech?: true;
}

/**
 * Parameters that give a live system the person's language, keyboard layout and screen reader, as far as its
 * family takes them.
 * None for what one of the lines, the image's own or the person's, says already.
 */
export function localeParameters(
  family: Family,
  lines: readonly Cmdline[],
  { language, keymap, speech }: LocaleWish,
): readonly string[] {
  const rules: LocaleRules = rulesOf(family).localizes ?? {};
  const layout = keymap === undefined ? undefined : layoutOf(keymap);
  const isFree = (names: readonly string[]) =>
    !names.some((name) => lines.some((line) => hasParameter(line, name)));
  return [
    ...(language !== undefined && rules.language && isFree(rules.language.names)
      ? rules.language.parameters(languageOf(language).locale)
      : []),
    ...(layout !== undefined && rules.keyboard && isFree(rules.keyboard.names)
      ? rules.keyboard.parameters(layout)
      : []),
    ...(speech && rules.speech && isFree(rules.speech.names) ? rules.speech.parameters('on') : []),
  ];
}

/** Whether an entry's own line has what makes a live system of the family speak. */
export function speaks(family: Family, line: Cmdline): boolean {
  const wanted = rulesOf(family).localizes?.speech?.parameters('on') ?? [];
  return wanted.length > 0 && wanted.every((parameter) => line.parameters.includes(parameter));
}

function layoutOf(wanted: string): Layout | undefined {
  const known = findKeymap(wanted);
  return keymaps.find(({ name }) => name === known);
}
