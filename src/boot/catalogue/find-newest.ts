import { builtAt } from '../../build-info.ts';
import { defined } from '../../core/defined.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { rankReleases } from '../../formats/catalogue/newest-release.ts';
import { dayInVersion, parseReleaseDates } from '../../formats/catalogue/release-dates.ts';
import { parseReleaseList } from '../../formats/catalogue/release-list.ts';
import { fillTemplate, type TemplateValues } from '../../formats/catalogue/template.ts';
import type { Network } from '../../ports/network.ts';
import { calendarSeries } from './calendar.ts';
import { fillUrls, keysFor, type Offer, sourceOf } from './offer.ts';

/** Fedora's and Ubuntu's lists are the longest, with about 1 MB. */
const listBytes = 8 * 1024 * 1024;

/** A newer directory may still be empty, or not be there; no more than so many are looked into. */
const mostTries = 6;

interface Search {
  readonly offer: Offer;
  readonly network: Pick<Network, 'fetchSmall'>;
  readonly signal: AbortSignal;
  /** For releases that only the calendar tells. */
  readonly now?: Date;
}

/** What the steps lead to. */
interface Found {
  readonly values: TemplateValues;
  /** A day, where a list says when the release was put there. */
  readonly released?: string;
}

/**
 * The newest release of an offer, as an image with its mirrors and its signer. What a server says
 * only fills holes of the row's templates. Throws WebbootError: `version-not-found`,
 * `key-unknown`, or why no list could be had.
 */
export async function findNewest(search: Search): Promise<ImageSource> {
  const { offer } = search;
  const { distro, variant, arch } = offer;
  if (variant.unavailable !== undefined) throw unavailable(offer, variant.unavailable);
  const found = await follow(search, offer.newest, { values: {} });
  if (found !== undefined) return sourceOf(offer, found.values, found.released);
  throw new WebbootError(
    'version-not-found',
    `No release of ${distro.name} ${variant.name} for ${arch} was found where the catalogue looks.`,
    {
      subject: `${distro.id}/${variant.id}`,
      remedy: `Its servers may have changed: see ${distro.homepage}, and give the ISO's address instead.`,
    },
  );
}

function unavailable({ distro, variant, arch }: Offer, reason: string): WebbootError {
  const others = distro.variants.filter(
    (one) => one.unavailable === undefined && one.architectures.includes(arch),
  );
  const names = others.map(({ id }) => `${distro.id}/${id}`).join(', ');
  return new WebbootError('version-not-found', `${distro.name} ${variant.name}: ${reason}.`, {
    subject: `${distro.id}/${variant.id}`,
    remedy: names === '' ? `See ${distro.homepage}.` : `Choose ${names} instead.`,
  });
}

/** Where the steps lead, tried newest first; undefined where they lead nowhere. */
async function follow(
  search: Search,
  steps: Offer['newest'],
  known: Found,
): Promise<Found | undefined> {
  const [step, ...rest] = steps;
  if (step === undefined) return known;
  if ('version' in step) {
    return follow(search, rest, { ...known, values: { ...known.values, version: step.version } });
  }
  const candidates =
    'months' in step ? seriesOf(step.months, search.now) : await listed(search, step, known);
  const failures: WebbootError[] = [];
  for (const { values, released } of candidates.slice(0, mostTries)) {
    const next = {
      values: { ...known.values, ...values },
      ...defined({ released }),
    };
    try {
      const found = await follow(search, rest, next);
      if (found !== undefined) return found;
    } catch (error) {
      if (!isOfOneCandidate(error)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  return undefined;
}

function seriesOf(months: readonly string[], now = new Date()): readonly Found[] {
  const latest = new Date(Math.max(now.getTime(), builtAt.getTime()));
  return calendarSeries(months, latest, mostTries).map((series) => ({ values: { series } }));
}

/** The releases that a list names and that a pinned key may sign, the newest first. */
async function listed(
  { offer, network, signal }: Search,
  step: Extract<Offer['newest'][number], { readonly url: string }>,
  known: Found,
): Promise<readonly Found[]> {
  const values = { ...offer.values, ...known.values };
  const list = await network.fetchSmall(fillUrls(step.url, offer, values), {
    maxBytes: listBytes,
    signal,
  });
  const text = Buffer.from(list.bytes).toString('utf8');
  const entry = step.entry ?? offer.file;
  const names = asList(list.url, () => parseReleaseList(step.resolver, text));
  const dates = parseReleaseDates(step.resolver, text);
  const dateOf = (release: TemplateValues) =>
    dates.get(fillTemplate(entry, { ...values, ...release })) ??
    dayInVersion(release.version ?? '') ??
    known.released;
  const releases = asList(list.url, () => rankReleases(names, entry, values, dateOf));
  return verifiable(offer, releases).map((release) => {
    const released = dateOf(release);
    return { values: release, ...defined({ released }) };
  });
}

/**
 * Whether a failure says something of one release only: a directory that is not there yet, a page
 * in place of a list. Without a network the others would fail alike.
 */
function isOfOneCandidate(error: unknown): error is WebbootError {
  return error instanceof WebbootError && candidateFailures.has(error.code);
}

const candidateFailures: ReadonlySet<string> = new Set([
  ...['http-status', 'version-not-found', 'key-unknown', 'all-mirrors-failed'],
  ...['too-large', 'encoding-unexpected', 'insecure-redirect'],
]);

function asList<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new WebbootError(
      'version-not-found',
      `The release list cannot be read: ${cause.message}`,
      {
        subject: url,
        remedy:
          "The server may have answered with a web page. Try again, or give the ISO's address.",
        cause,
      },
    );
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
      `The catalogue has no key for ${distro.name} ${newest.version}.`,
      {
        subject: distro.id,
        remedy: 'Update webboot or its catalogue.',
      },
    );
  }
  return signed;
}
