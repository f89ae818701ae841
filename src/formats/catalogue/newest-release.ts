import { compareVersions } from '../bls/version-order.ts';
import { createMatcher, type TemplateValues } from './template.ts';

const preRelease = /alpha|beta|rc\d|pre|test|daily/i;

/**
 * What the names of a list say of the releases that `entry` stands for, the newest first: the
 * values of its holes, by series, then version, then the day it was released, then the other ones
 * from left to right.
 * Pre-releases and other names are left out.
 */
export function rankReleases(
  names: readonly string[],
  entry: string,
  known: TemplateValues,
  dateOf: (release: TemplateValues) => string | undefined = () => undefined,
): readonly TemplateValues[] {
  const match = createMatcher(entry, known);
  const releases = new Map<string, TemplateValues>();
  for (const name of names) {
    const values = match(name);
    if (values !== undefined && !preRelease.test(Object.values(values).join(' '))) {
      releases.set(name, values);
    }
  }
  return [...releases.values()].sort((a, b) => compareNewestFirst(a, b, dateOf));
}

function compareNewestFirst(
  a: TemplateValues,
  b: TemplateValues,
  dateOf: (release: TemplateValues) => string | undefined,
): number {
  const of = (name: string) => compareVersions(b[name] ?? '', a[name] ?? '');
  const [dateA, dateB] = [dateOf(a), dateOf(b)];
  const byDate = dateA === undefined || dateB === undefined ? 0 : dateB.localeCompare(dateA);
  const others = Object.keys(a).map(of);
  return [of('series'), of('version'), byDate, ...others].find((order) => order !== 0) ?? 0;
}
