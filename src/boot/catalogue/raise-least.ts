import { defined } from '../../core/defined.ts';
import { compareVersions } from '../../formats/bls/version-order.ts';
import type { Distro } from '../../formats/catalogue/distro.ts';

type Least = NonNullable<Distro['least']>;

/**
 * Rows of a newer catalogue, whose least versions and signing days are not below those of the rows
 * that webboot came with: whoever publishes may raise them only.
 */
export function raiseLeast(
  newer: readonly Distro[],
  builtIn: readonly Distro[],
): readonly Distro[] {
  return newer.map((row) => {
    const known = builtIn.find(({ id }) => id === row.id);
    if (known === undefined) return row;
    const least = higher(row.least, known.least);
    const variants = row.variants.map((variant) => {
      const before = known.variants.find(({ id }) => id === variant.id);
      const own = higher(variant.least, before?.least);
      return own === undefined ? variant : { ...variant, least: own };
    });
    return { ...row, ...defined({ least }), variants };
  });
}

function higher(a: Least | undefined, b: Least | undefined): Least | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const version = later(a.version, b.version, compareVersions);
  const signed = later(a.signed, b.signed, (one, other) => one.localeCompare(other));
  return {
    ...defined({ version, signed }),
  };
}

function later(
  a: string | undefined,
  b: string | undefined,
  compare: (a: string, b: string) => number,
): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compare(a, b) >= 0 ? a : b;
}
