import { languageCodes, languageOf } from '../../src/core/languages/languages.ts';
import type { Texts } from '../../src/core/languages/texts.ts';
import { shownTexts } from '../../src/tui/console/shown-state.ts';

const charsets = ['ascii', 'cp437'] as const;

/**
 * What initramfs/init.sh says if the menu has ended, by the name of a file below /webboot/words: "de-ascii". Each is
 * a list of assignments for a shell, whose values are formats of printf(1) with `%s` in the place of a value.
 */
export async function initWords(): Promise<readonly (readonly [name: string, words: string])[]> {
  const named: (readonly [string, string])[] = [];
  for (const language of languageCodes) {
    const texts = await languageOf(language).load();
    for (const charset of charsets) {
      named.push([`${language}-${charset}`, wordsOf(shownTexts(texts, language, charset))]);
    }
  }
  return named;
}

function wordsOf({ stopped: { what, log, keys, reasons } }: Texts): string {
  const because = Object.entries(reasons).map(([name, text]): [string, string] => [
    `because_${name}`,
    format(typeof text === 'string' ? text : text({ subject: hole })),
  ]);
  return [
    ['stopped', format(what({ reason: hole }))] as const,
    ['last_lines', log] as const,
    ['keys', keys] as const,
    ...because,
  ]
    .map(([name, value]) => `${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
}

/** No text has it. */
const hole = '\0';

function format(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll(hole, '%s');
}
