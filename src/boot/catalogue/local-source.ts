import type { Architecture } from '../../core/architecture.ts';
import { type ImageLocation, nameIn } from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { TrustPolicy } from '../../core/image/trust.ts';
import { FormatError } from '../../errors.ts';
import type { Distro } from '../../formats/catalogue/distro.ts';
import { matchTemplate, type TemplateValues } from '../../formats/catalogue/template.ts';
import { isClearsigned } from '../../verify/checksums.ts';
import { type Offer, offerOf, sourceOf } from './offer.ts';

/** A small file of this machine; undefined where there is none. */
export type ReadLocal = (path: string) => Promise<Uint8Array | undefined>;

/**
 * An image on this machine whose name is one of the catalogue's: verified as its download would
 * be, by the signatures that lie beside it or else by those on the net. Undefined for other names.
 */
export async function findLocalSource(
  rows: readonly Distro[],
  path: string,
  readLocal: ReadLocal,
): Promise<ImageSource | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = identify(rows, name);
  if (found === undefined) return undefined;
  const source = sourceIn(found.offer, found.release, name);
  const policy = (await besideImage(source.policy, path, readLocal)) ?? source.policy;
  return { ...source, location: { kind: 'local', path }, policy };
}

/** What the menu calls an image by its file's name; the name itself for an unknown one. */
export function titleOf(rows: readonly Distro[], name: string): string {
  const found = identify(rows, name);
  return found === undefined ? name : sourceIn(found.offer, found.release, name).title;
}

interface Identified {
  readonly offer: Offer;
  readonly release: TemplateValues;
}

function identify(rows: readonly Distro[], name: string): Identified | undefined {
  for (const offer of allOffers(rows)) {
    const release = matchTemplate(offer.file, offer.values, name);
    if (release !== undefined) return { offer, release: { ...namedVersion(offer), ...release } };
  }
  return undefined;
}

function* allOffers(rows: readonly Distro[]): Generator<Offer> {
  for (const distro of rows) {
    for (const variant of distro.variants) {
      for (const arch of variant.architectures satisfies readonly Architecture[]) {
        yield offerOf(distro, variant, arch);
      }
    }
  }
}

/** The version that a row gives for a name without one. */
function namedVersion({ newest }: Offer): TemplateValues {
  const [step] = newest;
  return step !== undefined && 'version' in step ? { version: step.version } : {};
}

/** A name does not tell everything: where the net has its signature may stay unknown. */
function sourceIn(offer: Offer, release: TemplateValues, name: string): ImageSource {
  try {
    return sourceOf(offer, release);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const nowhere = { mirrors: [], url: `https://unknown.invalid/${encodeURIComponent(name)}` };
    return sourceOf({ ...offer, ...nowhere }, release);
  }
}

/** The policy with the files beside the image in place of those on the net, if all are there. */
async function besideImage(
  policy: TrustPolicy,
  path: string,
  readLocal: ReadLocal,
): Promise<TrustPolicy | undefined> {
  if (policy.kind === 'signed-image') {
    const signature = await findBeside(path, policy.signature, readLocal);
    return signature === undefined ? undefined : { ...policy, signature };
  }
  if (policy.kind !== 'signed-checksums') return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const names = (bytes: Uint8Array) => Buffer.from(bytes).includes(name);
  const checksums = await findBeside(path, policy.checksums, readLocal, names);
  if (checksums === undefined) return undefined;
  if (policy.signature === undefined) return { ...policy, checksums };
  const list = checksums.kind === 'local' ? await readLocal(checksums.path) : undefined;
  if (policy.scheme === 'openpgp-clearsigned' && list && isClearsigned(list)) {
    return { ...policy, checksums };
  }
  const signature = await findBeside(path, policy.signature, readLocal);
  if (signature === undefined) return undefined;
  return { ...policy, checksums, signature };
}

async function findBeside(
  image: string,
  file: ImageLocation | undefined,
  readLocal: ReadLocal,
  accept: (bytes: Uint8Array) => boolean = () => true,
): Promise<ImageLocation | undefined> {
  for (const path of file === undefined ? [] : namesBeside(image, file)) {
    const bytes = await readLocal(path);
    if (bytes !== undefined && accept(bytes)) return { kind: 'local', path };
  }
  return undefined;
}

/**
 * Where a checksum or signature file of an image lies that is kept: under its own name if that
 * begins with the image's, else behind the image's, since SHA256SUMS is many a distro's; and under
 * its own name all the same, for those that a person has put there.
 */
export function namesBeside(image: string, file: ImageLocation): readonly string[] {
  const slash = image.lastIndexOf('/') + 1;
  const names =
    file.kind === 'remote'
      ? file.urls.map((url) => nameIn({ ...file, urls: [url] }))
      : [nameIn(file)];
  return [...new Set(names)].flatMap((name) => {
    const own = `${image.slice(0, slash)}${name}`;
    return own.startsWith(image) ? [own] : [`${image}.${name}`, own];
  });
}
