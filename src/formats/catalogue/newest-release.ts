import { FormatError } from '../../errors.ts';
import { orderVersions, parseVersion, type Version } from '../bls/version-order.ts';
import { createMatcher, type TemplateValues } from './template.ts';

/** Of one row no server has so many. */
const mostReleases = 4096;
const preRelease = /alpha|beta|rc\d|pre|test|daily/i;

/**
 * What the names of a list say of the releases that `entry` stands for, the newest first: the
 * values of its holes, by series, then version, then the day it was released, then the other ones
 * from left to right.
 * Pre-releases and other names are left out. Throws FormatError for more than any server has.
 */
export function rankReleases(
  names: readonly string[],
  entry: string,
  known: TemplateValues,
  dateOf: (release: TemplateValues) => string | undefined = () => undefined,
): readonly TemplateValues[] {
  const match = createMatcher(entry, known);
  const releases = new Map<string, Release>();
  for (const name of names) {
    const values = match(name);
    if (values !== undefined && !preRelease.test(Object.values(values).join(' '))) {
      releases.set(name, releaseOf(values, dateOf));
    }
    if (releases.size > mostReleases) {
      throw new FormatError('release-list', 0, `more than ${mostReleases} releases`);
    }
  }
  return [...releases.values()].sort(compareNewestFirst).map(({ values }) => values);
}

/** With all that is compared, found out once. */
interface Release {
  readonly values: TemplateValues;
  readonly date: string | undefined;
  /** Most important first. */
  readonly leading: readonly Version[];
  readonly others: readonly Version[];
}

function releaseOf(
  values: TemplateValues,
  dateOf: (release: TemplateValues) => string | undefined,
): Release {
  return {
    values,
    date: dateOf(values),
    leading: [values.series, values.version].map((text = '') => parseVersion(text)),
    others: Object.values(values).map(parseVersion),
  };
}

function compareNewestFirst(a: Release, b: Release): number {
  return (
    newerFirst(a.leading, b.leading) ||
    (a.date === undefined || b.date === undefined ? 0 : b.date.localeCompare(a.date)) ||
    newerFirst(a.others, b.others)
  );
}

function newerFirst(a: readonly Version[], b: readonly Version[]): number {
  for (const [index, version] of a.entries()) {
    const order = orderVersions(b[index] ?? [], version);
    if (order !== 0) return order;
  }
  return 0;
}
