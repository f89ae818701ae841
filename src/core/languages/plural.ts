/** A text for each of the plural categories that a language tells apart (CLDR); `#` is the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};

/** Chooses by the rules of a language, "de": `plural(3, { one: '# Datei', other: '# Dateien' })`. */
export function pluralIn(language: string): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | undefined;
  return (count, forms) => {
    // Made when the first number is to be shown: the first frame does not wait for it.
    rules ??= new Intl.PluralRules(language);
    return (forms[rules.select(count)] ?? forms.other).replaceAll('#', String(count));
  };
}
