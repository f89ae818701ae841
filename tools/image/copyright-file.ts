import { parseGlob } from './glob.ts';

/**
 * Reads a package's copyright file in Debian's machine-readable format, version 1.0, and returns
 * the short name of the licence of a file of the source; undefined where no paragraph is about it.
 * Source: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/.
 */
export function parseCopyright(text: string): (file: string) => string | undefined {
  const paragraphs = text.split(/\n\s*\n/).flatMap((paragraph) => {
    const patterns = field(paragraph, 'Files')
      .split(/\s+/)
      .filter(Boolean)
      .map((glob) => parseGlob(glob, { slashes: true }));
    const licence = field(paragraph, 'License').split('\n')[0]?.trim() ?? '';
    return patterns.length === 0 || licence === '' ? [] : [{ patterns, licence }];
  });
  // Of several paragraphs the last one is meant.
  return (file) =>
    paragraphs.findLast(({ patterns }) => patterns.some((pattern) => pattern.test(file)))?.licence;
}

/** With the indented lines that go on with it; '' where it is absent. */
function field(paragraph: string, name: string): string {
  return new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'm').exec(paragraph)?.[1]?.trim() ?? '';
}
