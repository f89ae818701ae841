import * as v from 'valibot';
import { FormatError } from '../../errors.ts';

const architecture = v.picklist(['x86_64', 'aarch64', 'i386']);
const urls = v.pipe(v.array(v.pipe(v.string(), v.url())), v.minLength(1));

const trust = v.variant('kind', [
  v.object({
    kind: v.literal('signed-checksums'),
    scheme: v.picklist(['openpgp-detached', 'openpgp-clearsigned', 'minisign', 'signify']),
    checksums: urls,
    signature: v.array(v.pipe(v.string(), v.url())),
    keys: v.array(v.object({ fingerprint: v.string(), key: v.string() })),
  }),
  v.object({ kind: v.literal('none'), reason: v.string() }),
]);

const newest = v.variant('resolver', [
  v.object({
    resolver: v.literal('fixed'),
    version: v.string(),
    locations: urls,
    fileName: v.string(),
  }),
]);

const variant = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/)),
  name: v.string(),
  architectures: v.pipe(v.array(architecture), v.minLength(1)),
  leastRamMiB: v.optional(v.number()),
  approximateMiB: v.optional(v.number()),
  extraCmdline: v.optional(v.string()),
  newest,
  trust,
});

const distro = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/)),
  name: v.string(),
  description: v.string(),
  homepage: v.pipe(v.string(), v.url()),
  notes: v.optional(v.string()),
  variants: v.pipe(v.array(variant), v.minLength(1)),
});

export type Distro = v.InferOutput<typeof distro>;
export type DistroVariant = v.InferOutput<typeof variant>;

/** One catalogue file, `distros/<id>.json`; docs/adding-a-distro.md describes it. */
export function parseDistro(text: string): Distro {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FormatError('catalogue', 0, 'no JSON', { cause });
  }
  const result = v.safeParse(distro, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FormatError('catalogue', 0, `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`);
}
