import { FormatError } from '../../errors.ts';

export type TemplateValues = Readonly<Record<string, string>>;

const hole = /\{([a-zA-Z][a-zA-Z0-9]*)\}/g;

/** Longer names are no file names anywhere. */
const longestName = 255;

/**
 * What holes take, by name: a version starts with a digit; a codename is one or more words
 * (`Titan-Neo`, `Endeavour_neo`). Nothing takes a slash, a colon or a percent sign.
 */
const plain = '[0-9A-Za-z][0-9A-Za-z.+~]*';
const versioned = '[0-9][0-9A-Za-z.+~]*';
const words = '[0-9A-Za-z][0-9A-Za-z.+~_-]*';
const takes: Readonly<Record<string, string>> = {
  version: versioned,
  series: versioned,
  codename: words,
};

/** A template with its holes filled. Throws FormatError for a hole that has no value. */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replace(hole, (whole: string, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new FormatError('catalogue', template.indexOf(whole), `nothing fills ${whole}`);
    }
    return value;
  });
}

/**
 * Whether two holes that have to be found follow each other with nothing between them that one of
 * them cannot take: where one ends would be guesswork, and matching could take forever.
 */
export function isAmbiguous(template: string, known: ReadonlySet<string>): boolean {
  let end: number | undefined;
  let before = '';
  for (const match of template.matchAll(hole)) {
    const [whole, key = ''] = match;
    if (known.has(key)) continue;
    const between = template.slice(end, match.index).replace(hole, '');
    const both = [before, key].every((name) => takes[name] === words);
    const boundary = both ? /[^0-9A-Za-z.+~_-]/ : /[^0-9A-Za-z.+~]/;
    if (end !== undefined && !boundary.test(between)) return true;
    end = match.index + whole.length;
    before = key;
  }
  return false;
}

/**
 * The values of the holes in a name that has the template's form; undefined where it has not.
 * Holes that are known count as text. A hole takes letters, digits, `.`, `+` and `~` only
 * (`codename`: `-` and `_` too), so what a server says can be neither a path nor another host;
 * `version` and `series` start with a digit.
 */
export function matchTemplate(
  template: string,
  known: TemplateValues,
  name: string,
): TemplateValues | undefined {
  return createMatcher(template, known)(name);
}

/** As `matchTemplate`, prepared once for many names. */
export function createMatcher(
  template: string,
  known: TemplateValues,
): (name: string) => TemplateValues | undefined {
  const named = new Set<string>();
  let source = '';
  let end = 0;
  for (const match of template.matchAll(hole)) {
    const [whole, key = ''] = match;
    source += escapeRegex(template.slice(end, match.index));
    end = match.index + whole.length;
    if (Object.hasOwn(known, key)) source += escapeRegex(known[key] ?? '');
    else if (named.has(key)) source += `\\k<${key}>`;
    else source += `(?<${key}>${takes[key] ?? plain})`;
    if (!Object.hasOwn(known, key)) named.add(key);
  }
  const pattern = new RegExp(`^${source}${escapeRegex(template.slice(end))}$`);
  return (name) => {
    if (name.length > longestName) return undefined;
    const match = pattern.exec(name);
    return match === null ? undefined : { ...match.groups };
  };
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
