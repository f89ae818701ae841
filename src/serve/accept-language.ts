import { isLanguage, type LanguageCode } from '../core/languages/languages.ts';

/**
 * The language that a browser likes best of those that there are (RFC 9110, section 12.5.4), by the first part of each
 * tag: "de-AT" is German. English if it names none of them, or nothing that can be read.
 */
export function acceptedLanguage(header: string | undefined): LanguageCode {
  const ranges = (header ?? '').split(',').flatMap((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const [code = ''] = tag.split('-');
    const weight = weightOf(parameters);
    return isLanguage(code) && weight > 0 ? [{ code, weight }] : [];
  });
  const [best] = ranges.toSorted((a, b) => b.weight - a.weight);
  return best?.code ?? 'en';
}

/** "q=0.8" (section 12.4.2); 0 for what is none. */
function weightOf(parameters: readonly string[]): number {
  const [written] = parameters.filter((parameter) => parameter.startsWith('q='));
  if (written === undefined) return 1;
  const weight = Number(written.slice(2) || Number.NaN);
  return weight >= 0 && weight <= 1 ? weight : 0;
}
