/** A section of an INI-like file: its name, and keys with values. */
export type Section = readonly [name: string, values: Readonly<Record<string, string | undefined>>];

/**
 * Writes sections as GLib's GKeyFile and iwd's settings read them (Desktop Entry Specification,
 * "Basic format of the file"): a value ends with its line, so that line ends and backslashes are
 * escaped, and a blank at the front, which would be lost. Values that are undefined are left out,
 * and sections without values.
 */
export function formatKeyFile(sections: readonly Section[]): string {
  const texts = sections.map(([name, values]) => {
    const lines = Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${escapeValue(value)}\n`],
    );
    return lines.length === 0 ? '' : `[${name}]\n${lines.join('')}`;
  });
  return texts.filter((text) => text !== '').join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeValue(value: string): string {
  return value
    .replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character)
    .replace(/^ +/, (blanks) => '\\s'.repeat(blanks.length));
}
