import { compareVersions } from '../bls/version-order.ts';
import { createMatcher, type TemplateValues } from './template.ts';

const preRelease = /alpha|beta|rc\d|pre|test|daily/i;

/**
 * What the names of a list say of the releases that `entry` stands for, the newest first: the
 * values of its holes, by series, then version, then the other ones from left to right.
 * Pre-releases and other names are left out.
 */
export function rankReleases(
  names: readonly string[],
  entry: string,
  known: TemplateValues,
): readonly TemplateValues[] {
  const match = createMatcher(entry, known);
  const releases = new Map<string, TemplateValues>();
  for (const name of names) {
    const values = match(name);
    if (values !== undefined && !preRelease.test(Object.values(values).join(' '))) {
      releases.set(name, values);
    }
  }
  return [...releases.values()].sort(compareNewestFirst);
}

function compareNewestFirst(a: TemplateValues, b: TemplateValues): number {
  for (const name of ['series', 'version', ...Object.keys(a)]) {
    const order = compareVersions(b[name] ?? '', a[name] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
