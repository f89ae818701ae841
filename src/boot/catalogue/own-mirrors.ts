import type { Distro } from '../../formats/catalogue/distro.ts';
import type { CatalogueSource } from './newer-catalogue.ts';

/** Base URLs by distro, or by `distro/variant`. */
export type OwnMirrors = Readonly<Record<string, readonly string[]>>;

/** Puts the person's own mirrors before those of the catalogue; what they hold is verified alike. */
export function preferMirrors(source: CatalogueSource, mirrors: OwnMirrors): CatalogueSource {
  return {
    findKey: (name) => source.findKey(name),
    async current(signal) {
      const catalogue = await source.current(signal);
      return { ...catalogue, rows: catalogue.rows.map((row) => withMirrors(row, mirrors)) };
    },
  };
}

function withMirrors(distro: Distro, mirrors: OwnMirrors): Distro {
  return {
    ...distro,
    variants: distro.variants.map((variant) => {
      const own = [
        ...(mirrors[`${distro.id}/${variant.id}`] ?? []),
        ...(mirrors[distro.id] ?? []),
      ].map((url) => url.replace(/\/$/, ''));
      if (own.length === 0) return variant;
      return { ...variant, mirrors: [...own, ...(variant.mirrors ?? distro.mirrors ?? [])] };
    }),
  };
}
