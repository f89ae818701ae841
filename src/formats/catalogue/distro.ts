import * as v from 'valibot';
import { knownFamilies } from '../../core/families/family.ts';
import { FormatError } from '../../errors.ts';
import { isAmbiguous } from './template.ts';

const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/));
const architecture = v.picklist(['x86_64', 'aarch64', 'i386']);
const family = v.picklist(knownFamilies);
const webUrl = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//));

/** Text with holes such as `{version}`; docs/adding-a-distro.md lists them. */
const template = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
/** A host's name never has a hole, so that nothing a server says can change whom webboot asks. */
const urlTemplate = v.pipe(
  template,
  v.regex(
    /^(?:\{(?:mirror|base)\}|https?:\/\/[A-Za-z0-9.:[\]-]+)\//,
    'a URL, or {mirror} and a path',
  ),
);
/** One name of a file, or several that distros have used for it: the first that is there counts. */
const urlTemplates = v.union([
  urlTemplate,
  v.pipe(v.array(urlTemplate), v.minLength(1), v.maxLength(4)),
]);
const day = v.pipe(v.string(), v.isoDate());
const fileTemplate = v.pipe(template, v.regex(/^[^/]+$/, 'a file name, no path'));

const pin = v.strictObject({
  /** OpenPGP: the primary key, 40 or 64 upper-case hexadecimal digits; minisign: the key itself. */
  fingerprint: v.pipe(
    v.string(),
    v.regex(/^(?:[0-9A-F]{40}|[0-9A-F]{64}|RW[A-Za-z0-9+/]{54})$/, 'a fingerprint'),
  ),
  /** The one subkey that signs, where only an expired copy of the key is to be had. */
  subkey: v.optional(v.pipe(v.string(), v.regex(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/))),
  /** File in distros/keys. */
  key: v.pipe(v.string(), v.regex(/^\w[\w.-]*$/)),
  /** Only these releases may be signed by it: `44` is 44 and 44.1. */
  releases: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
});
const pins = v.pipe(v.array(pin), v.minLength(1));

const trust = v.variant('kind', [
  v.strictObject({
    kind: v.literal('signed-checksums'),
    scheme: v.picklist(['openpgp-detached', 'openpgp-clearsigned', 'minisign', 'signify']),
    checksums: urlTemplate,
    /** Of a detached signature; for a clearsigned list, where it may lie beside the list as well. */
    signature: v.optional(urlTemplates),
    keys: pins,
  }),
  v.strictObject({
    kind: v.literal('signed-image'),
    scheme: v.picklist(['openpgp-detached', 'minisign']),
    signature: urlTemplates,
    keys: pins,
  }),
  v.strictObject({
    kind: v.literal('pinned-digest'),
    digest: v.strictObject({
      algorithm: v.picklist(['sha256', 'sha384', 'sha512', 'blake2b512']),
      hex: v.pipe(v.string(), v.regex(/^[0-9a-f]{64,128}$/)),
    }),
    /** Who states the digest, and when it was read there. */
    source: v.optional(v.string()),
  }),
  v.strictObject({ kind: v.literal('none'), reason: v.pipe(v.string(), v.minLength(1)) }),
]);

const lists = [
  'directory',
  'checksum-list',
  'fedora-releases',
  'simplestreams',
  'arch-releases',
  'alpine-releases',
  'tails-latest',
  'manjaro-file-info',
  'gentoo-latest',
  'sourceforge-rss',
  'pop-os-build',
] as const;

/** One step on the way to the newest release; a closed set. */
const resolver = v.variant('resolver', [
  /** This version and no other. */
  v.strictObject({ resolver: v.literal('fixed'), version: v.string() }),
  /** An address that the distro itself keeps pointing at its newest. */
  v.strictObject({ resolver: v.literal('alias'), version: v.optional(v.string(), '') }),
  /**
   * For a server without a list: `series` is the year and month of releases that come in these
   * months, the newest by the clock first. The next step finds out which of them there are.
   */
  v.strictObject({
    resolver: v.literal('calendar'),
    months: v.pipe(v.array(v.pipe(v.string(), v.regex(/^(?:0[1-9]|1[0-2])$/))), v.minLength(1)),
  }),
  /** A list of names on a server: what `entry` matches, the newest first. */
  v.strictObject({
    resolver: v.picklist(lists),
    url: urlTemplate,
    /** The file's own name otherwise. A directory's ends in `/`. */
    entry: v.optional(v.pipe(template, v.regex(/^[^/]+\/?$/, 'one name'))),
  }),
]);
const resolvers = v.pipe(v.array(resolver), v.minLength(1), v.maxLength(3));

/** Where an image is and who vouches for it; given for the distro, or for one variant of it. */
const location = {
  mirrors: v.optional(v.pipe(v.array(webUrl), v.minLength(1))),
  newest: v.optional(resolvers),
  file: v.optional(fileTemplate),
  url: v.optional(urlTemplate),
  trust: v.optional(trust),
  /** Of the torrent file, where the distro gives its images out by BitTorrent too. */
  torrent: v.optional(urlTemplate),
  /** It gives them out in no other way. */
  torrentOnly: v.optional(v.literal(true)),
  /** What no release that is offered may be older than; a newer catalogue raises it only. */
  least: v.optional(
    v.strictObject({
      version: v.optional(v.string()),
      /** The day of the oldest signature that may be met. */
      signed: v.optional(day),
    }),
  ),
  /** Releases are at most so many days apart: older signatures are warned of. */
  paceDays: v.optional(v.pipe(v.number(), v.minValue(1))),
  family: v.optional(family),
  /** Values for holes of the row's own naming. */
  values: v.optional(v.record(v.string(), v.string())),
  leastRamMiB: v.optional(v.pipe(v.number(), v.minValue(1))),
  /** Appended to the kernel command line of every entry. */
  extraCmdline: v.optional(v.string()),
};

const variant = v.strictObject({
  id,
  name: v.pipe(v.string(), v.minLength(1)),
  architectures: v.pipe(v.array(architecture), v.minLength(1)),
  approximateMiB: v.optional(v.pipe(v.number(), v.minValue(1))),
  notes: v.optional(v.string()),
  /** Why there is nothing to download, for an image that the distro makes all the same. */
  unavailable: v.optional(v.string()),
  /** What `npm run catalogue -- prove` saw. */
  proven: v.optional(
    v.array(
      v.strictObject({
        arch: architecture,
        version: v.string(),
        /** The kernel's own words, and how long it took to a state that was recognised. */
        kernel: v.string(),
        seconds: v.number(),
        ramMiB: v.number(),
        date: day,
      }),
    ),
  ),
  ...location,
});

const distro = v.strictObject({
  $schema: v.optional(v.string()),
  id,
  name: v.pipe(v.string(), v.minLength(1)),
  description: v.pipe(v.string(), v.minLength(1)),
  homepage: webUrl,
  /** What most people look for: offered first. */
  popular: v.optional(v.literal(true)),
  /** False where a fact of the row has not been seen to hold; the notes say which. */
  confirmed: v.optional(v.boolean(), true),
  notes: v.optional(v.string()),
  /** The distro's own words for architectures, in `{arch}`. */
  archNames: v.optional(v.record(architecture, v.string())),
  ...location,
  variants: v.pipe(v.array(variant), v.minLength(1)),
});

export const distroSchema = v.pipe(
  distro,
  v.check(({ variants, ...row }) => {
    const complete = (one: object) => 'newest' in one && 'file' in one && 'trust' in one;
    return variants.every((one) => complete({ ...row, ...one }));
  }, 'each variant needs newest, file and trust, its own or the distro’s'),
  v.check(({ variants, ...row }) => {
    return variants.every((one) => {
      const { file, newest, values } = { ...row, ...one };
      const known = new Set(['arch', 'variant', 'file', 'base', ...Object.keys(values ?? {})]);
      const entries = (newest ?? []).flatMap((step) => ('entry' in step ? [step.entry] : []));
      return [file, ...entries].every((text) => !isAmbiguous(text ?? '', known));
    });
  }, 'two holes that are to be found need something between them that no hole takes, such as -'),
  v.check(({ variants, ...row }) => {
    return variants.every((one) => {
      const { torrentOnly, torrent, trust } = { ...row, ...one };
      return torrentOnly !== true || (torrent !== undefined && trust?.kind !== 'none');
    });
  }, 'what is there by torrent only needs a torrent, and a signer or a digest'),
  v.check(
    ({ notes, confirmed }) => confirmed || notes !== undefined,
    'what is not confirmed needs a note that says so',
  ),
);

export type Distro = v.InferOutput<typeof distroSchema>;
/** A row as it is written: with its defaults left out. */
export type DistroFile = v.InferInput<typeof distroSchema>;
export type DistroVariant = v.InferOutput<typeof variant>;
export type Resolver = v.InferOutput<typeof resolver>;
export type ListResolver = Extract<Resolver, { readonly url: string }>;
export type RowTrust = v.InferOutput<typeof trust>;

/** One catalogue file, `distros/<id>.json`; docs/adding-a-distro.md describes it. */
export function parseDistro(text: string): Distro {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FormatError('catalogue', 0, 'no JSON', { cause });
  }
  return checkDistro(json);
}

/** A row of somebody else's may be wrong everywhere. */
const shownProblems = 8;

export function checkDistro(json: unknown): Distro {
  const result = v.safeParse(distroSchema, json);
  if (result.success) return result.output;
  const problems = result.issues
    .slice(0, shownProblems)
    .map((issue) => `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`);
  throw new FormatError('catalogue', 0, problems.join('; '));
}
