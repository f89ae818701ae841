import type { ImageSource } from '../../core/image/image-source.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { rankReleases } from '../../formats/catalogue/newest-release.ts';
import { parseReleaseList } from '../../formats/catalogue/release-list.ts';
import type { TemplateValues } from '../../formats/catalogue/template.ts';
import type { Network } from '../../ports/network.ts';
import { fillUrls, keysFor, type Offer, sourceOf } from './offer.ts';

/** Fedora's and Ubuntu's lists are the longest, with about 1 MB. */
const listBytes = 8 * 1024 * 1024;

/** A newer directory may still be empty; no more than so many are looked into. */
const mostTries = 3;

interface Search {
  readonly offer: Offer;
  readonly network: Pick<Network, 'fetchSmall'>;
  readonly signal: AbortSignal;
}

/**
 * The newest release of an offer, as an image with its mirrors and its signer. What a server says
 * only fills holes of the row's templates. Throws WebbootError: `version-not-found`,
 * `key-unknown`, or why no list could be had.
 */
export async function findNewest(search: Search): Promise<ImageSource> {
  const { offer } = search;
  const found = await follow(search, offer.newest, {});
  if (found !== undefined) return sourceOf(offer, found);
  const { distro, variant, arch } = offer;
  throw new WebbootError(
    'version-not-found',
    `No release of ${distro.name} ${variant.name} for ${arch} was found where the catalogue looks.`,
    {
      subject: `${distro.id}/${variant.id}`,
      remedy: `Its servers may have changed: see ${distro.homepage}, and give the ISO's address instead.`,
    },
  );
}

/** The values that the steps lead to, tried newest first; undefined where they lead nowhere. */
async function follow(
  search: Search,
  steps: Offer['newest'],
  known: TemplateValues,
): Promise<TemplateValues | undefined> {
  const [step, ...rest] = steps;
  if (step === undefined) return known;
  if (!('url' in step)) return follow(search, rest, { ...known, version: step.version });
  const { offer, network, signal } = search;
  const values = { ...offer.values, ...known };
  const list = await network.fetchSmall(fillUrls(step.url, offer, values), {
    maxBytes: listBytes,
    signal,
  });
  const names = parseList(step.resolver, list.bytes, list.url);
  const releases = rankReleases(names, step.entry ?? offer.file, values);
  const candidates = verifiable(offer, releases);
  for (const release of candidates.slice(0, mostTries)) {
    const found = await follow(search, rest, { ...known, ...release });
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseList(
  resolver: Parameters<typeof parseReleaseList>[0],
  bytes: Uint8Array,
  url: string,
): readonly string[] {
  try {
    return parseReleaseList(resolver, Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new WebbootError('version-not-found', `The release list is none: ${cause.message}`, {
      subject: url,
      remedy: 'The server may have answered with a web page; try again, or give an address.',
      cause,
    });
  }
}

/** Where keys are bound to releases, those that no pinned key signs cannot be booted anyway. */
function verifiable(offer: Offer, releases: readonly TemplateValues[]): readonly TemplateValues[] {
  const { trust, distro } = offer;
  if (!('keys' in trust)) return releases;
  const signed = releases.filter(
    ({ version }) => version === undefined || keysFor(trust, version).length > 0,
  );
  const [newest] = releases;
  if (signed.length === 0 && newest !== undefined) {
    throw new WebbootError(
      'key-unknown',
      `The catalogue pins no key for ${distro.name} ${newest.version}.`,
      {
        subject: distro.id,
        remedy: 'A newer webboot or a newer catalogue may know it.',
      },
    );
  }
  return signed;
}
