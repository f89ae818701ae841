/** A place that apt takes binary packages from, as sources.list(5) describes it. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
}

/** The one-line format: `deb [option=value …] URI SUITE COMPONENT…`. */
export function parseSourcesList(text: string): readonly AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?([^\s#]+)\s+([^\s#]+)([^#]*)/.exec(line);
    const [, uri, suite, components] = match ?? [];
    if (uri === undefined || suite === undefined) return [];
    return [{ uri, suites: [suite], components: words(components) }];
  });
}

/** The deb822 format of `*.sources`: paragraphs of fields, continued by indented lines. */
export function parseDeb822Sources(text: string): readonly AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((paragraph) => {
    const fields = parseFields(paragraph);
    const enabled = !/^(?:no|false|off|0)$/i.test(fields.get('enabled') ?? 'yes');
    if (!enabled || !words(fields.get('types')).includes('deb')) return [];
    const suites = words(fields.get('suites'));
    const components = words(fields.get('components'));
    return words(fields.get('uris')).map((uri) => ({ uri, suites, components }));
  });
}

const debianSuites = new Set([
  ...['bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid'],
  ...['oldoldstable', 'oldstable', 'stable', 'testing', 'unstable'],
]);

/**
 * The first source that is Debian's own archive: main of one of Debian's suites, at a place called
 * so. Vendors have suites of the same names, and Ubuntu's archive has others.
 */
export function findDebianMirror(sources: readonly AptSource[]): string | undefined {
  const candidates = sources.filter(
    ({ uri, suites, components }) =>
      /^(?:https?|file|mirror|mirror\+\w+|tor\+https?):.*debian/.test(uri) &&
      suites.some((suite) => debianSuites.has(suite)) &&
      components.includes('main'),
  );
  const named = candidates.find(({ uri }) => /\/debian\/?$/.test(uri));
  return (named ?? candidates[0])?.uri.replace(/\/+$/, '');
}

/** The mirror that a script of debootstrap falls back to. */
export function findDefaultMirror(debootstrapScript: string): string | undefined {
  return /^\s*default_mirror\s+(\S+)/m.exec(debootstrapScript)?.[1]?.replace(/\/+$/, '');
}

function parseFields(paragraph: string): ReadonlyMap<string, string> {
  const unfolded = paragraph.replace(/\n[ \t]+/g, ' ');
  return new Map(
    unfolded.split('\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter(Boolean);
}
