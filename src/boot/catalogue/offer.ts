import type { Architecture } from '../../core/architecture.ts';
import { defined } from '../../core/defined.ts';
import { type ImageLocation, remoteLocation } from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { KeyPin, TrustPolicy } from '../../core/image/trust.ts';
import { mebibyte } from '../../core/mebibytes.ts';
import type { Distro, DistroVariant, Resolver, RowTrust } from '../../formats/catalogue/distro.ts';
import { fillTemplate, type TemplateValues } from '../../formats/catalogue/template.ts';
import { versionAge } from './judge-age.ts';

/** One thing to boot: a variant for one architecture, with what it takes over from its distro. */
export interface Offer {
  readonly distro: Distro;
  readonly variant: DistroVariant;
  readonly arch: Architecture;
  readonly mirrors: readonly string[];
  readonly newest: readonly Resolver[];
  readonly file: string;
  readonly url: string;
  readonly trust: RowTrust;
  /** Of the torrent file. */
  readonly torrent?: string;
  /** There is no other way to the image. */
  readonly torrentOnly: boolean;
  /** What the row alone knows for the templates. */
  readonly values: TemplateValues;
}

/** The distro's location and trust with the variant's own over them. */
export function offerOf(distro: Distro, variant: DistroVariant, arch: Architecture): Offer {
  const {
    mirrors = [],
    newest = [],
    file = '',
    url = '{mirror}/{file}',
    trust,
    torrent,
    torrentOnly = false,
  } = {
    ...distro,
    ...variant,
  };
  return {
    distro,
    variant,
    arch,
    mirrors,
    newest,
    file,
    url,
    trust: trust ?? { kind: 'none', reason: 'the catalogue names no signer' },
    ...defined({ torrent }),
    torrentOnly,
    values: {
      arch: distro.archNames?.[arch] ?? arch,
      variant: variant.id,
      ...distro.values,
      ...variant.values,
    },
  };
}

/**
 * The URLs that a template stands for, a mirror each; `{base}` is the directory of the image
 * there. Throws FormatError for a hole that nothing fills.
 */
export function fillUrls(
  template: string,
  { mirrors, url }: Pick<Offer, 'mirrors' | 'url'>,
  values: TemplateValues,
): readonly string[] {
  const places = mirrors.length === 0 ? [values] : mirrors.map((mirror) => ({ ...values, mirror }));
  const urls = places.map((place) => {
    if (!template.includes('{base}')) return fillTemplate(template, place);
    const image = fillTemplate(url, place);
    return fillTemplate(template, { ...place, base: image.slice(0, image.lastIndexOf('/')) });
  });
  return [...new Set(urls)];
}

/** The image that an offer is, once its release is known; `values` has `version` and the holes. */
export function sourceOf(offer: Offer, release: TemplateValues, released?: string): ImageSource {
  const { distro, variant, arch } = offer;
  const fileName = fillTemplate(offer.file, { ...offer.values, ...release });
  const values = { ...offer.values, ...release, file: encodeURIComponent(fileName) };
  const { version = '' } = release;
  const title = [distro.name, version, variant.name].filter(Boolean).join(' ');
  const least = variant.least ?? distro.least;
  const paceDays = variant.paceDays ?? distro.paceDays;
  const outdated = versionAge(title, version, least?.version);
  const family = variant.family ?? distro.family;
  const leastRamMiB = variant.leastRamMiB ?? distro.leastRamMiB;
  const extraCmdline = variant.extraCmdline ?? distro.extraCmdline;
  return {
    id: `${distro.id}/${variant.id}`,
    title,
    version,
    arch,
    location: locationOf(offer, fileName, values),
    fileName,
    policy: policyOf(offer, values),
    ...defined({ familyHint: family }),
    ...(leastRamMiB === undefined ? {} : { leastRamBytes: leastRamMiB * mebibyte }),
    ...defined({ extraCmdline, released }),
    ...(least === undefined ? {} : { least: leastOf(least) }),
    ...defined({ paceDays, outdated }),
    alternatives: alternativesTo(offer),
  };
}

function locationOf(offer: Offer, fileName: string, values: TemplateValues): ImageLocation {
  const { torrent, torrentOnly } = offer;
  const torrents = torrent === undefined ? [] : fillUrls(torrent, offer, values);
  if (torrentOnly) return { kind: 'torrent', torrents, fileName };
  const location = remoteLocation(fillUrls(offer.url, offer, values));
  return torrents.length === 0 ? location : { ...location, torrents };
}

function leastOf({
  version,
  signed,
}: NonNullable<Distro['least']>): NonNullable<ImageSource['least']> {
  return {
    ...defined({ version, signed }),
  };
}

/** Variants of the same distro that are said to be smaller. */
function alternativesTo({
  distro,
  variant,
  arch,
}: Offer): NonNullable<ImageSource['alternatives']> {
  const own = variant.approximateMiB ?? Number.POSITIVE_INFINITY;
  return distro.variants.flatMap(({ id, approximateMiB = own, leastRamMiB, architectures }) =>
    approximateMiB < own && architectures.includes(arch)
      ? [
          {
            id: `${distro.id}/${id}`,
            bytes: approximateMiB * mebibyte,
            leastRamBytes: (leastRamMiB ?? distro.leastRamMiB ?? 0) * mebibyte,
          },
        ]
      : [],
  );
}

/** Keys bound to releases sign those and no others: Fedora 44's file by 42's key is not signed. */
export function keysFor(trust: RowTrust, version: string): readonly KeyPin[] {
  if (!('keys' in trust)) return [];
  return trust.keys
    .filter(({ releases }) => releases?.some((release) => covers(release, version)) ?? true)
    .map(({ fingerprint, key, subkey }) => ({
      fingerprint,
      key,
      ...defined({ subkey }),
    }));
}

function covers(release: string, version: string): boolean {
  return version === release || version.startsWith(`${release}.`);
}

function policyOf(offer: Offer, values: TemplateValues): TrustPolicy {
  const { trust } = offer;
  const place = (templates: string | readonly string[]) =>
    remoteLocation([templates].flat().flatMap((template) => fillUrls(template, offer, values)));
  switch (trust.kind) {
    case 'signed-checksums':
      return {
        kind: trust.kind,
        scheme: trust.scheme,
        checksums: place(trust.checksums),
        ...(trust.signature === undefined ? {} : { signature: place(trust.signature) }),
        keys: keysFor(trust, values.version ?? ''),
      };
    case 'signed-image':
      return {
        kind: trust.kind,
        scheme: trust.scheme,
        signature: place(trust.signature),
        keys: keysFor(trust, values.version ?? ''),
      };
    case 'pinned-digest':
      return { kind: trust.kind, digest: trust.digest };
    case 'none':
      return trust;
  }
}
