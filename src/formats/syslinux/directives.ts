/** One line of a syslinux configuration that says something. */
export interface Directive {
  /** Lower case; directives of the menu are prefixed: "menu label". */
  readonly keyword: string;
  /** The rest of the line, without surrounding blanks. */
  readonly value: string;
}

/** Longer than any kernel's command line. */
const longestLine = 8192;

const menuKeyword = /^menu\s+(\S+)\s*(.*)$/is;

/**
 * Lines to directives. Keywords are case-insensitive; `#` begins a comment at a line's start only;
 * TEXT … ENDTEXT is skipped. Source: syslinux's doc/syslinux.txt and doc/menu.txt.
 */
export function parseDirectives(text: string): readonly Directive[] {
  const directives: Directive[] = [];
  let inText = false;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim().slice(0, longestLine);
    if (inText) {
      inText = !/^endtext\b/i.test(line);
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    const space = line.search(/\s/);
    const keyword = (space < 0 ? line : line.slice(0, space)).toLowerCase();
    const value = space < 0 ? '' : line.slice(space).trim();
    if (keyword === 'text') {
      inText = true;
      continue;
    }
    const menu = menuKeyword.exec(line);
    directives.push(
      menu === null
        ? { keyword, value }
        : { keyword: `menu ${(menu[1] ?? '').toLowerCase()}`, value: menu[2] ?? '' },
    );
  }
  return directives;
}
