import type { ImageManifest } from '../image/manifest.ts';

/** What the bill says of the release itself. */
export interface Release {
  readonly version: string;
  readonly arch: string;
  /** ISO 8601, of the sources. */
  readonly built: string;
}

/**
 * The software in an image, by CycloneDX 1.6 (ECMA-424): Debian's packages and npm's, as the
 * image's manifest names them. The same manifest gives the same text.
 */
export function billOfMaterials(release: Release, packages: ImageManifest['packages']): string {
  const { version, arch, built } = release;
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: built,
      component: { type: 'firmware', name: 'webboot', version, 'bom-ref': `webboot-${arch}` },
    },
    components: packages
      .map((one) => component(one, arch))
      .toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function component(one: ImageManifest['packages'][number], arch: string) {
  const { name, version, sha256, integrity } = one;
  // Package URLs: https://github.com/package-url/purl-spec
  const purl =
    integrity === undefined
      ? `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${debianName[arch] ?? arch}`
      : `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${version}`;
  const hashes = [
    ...(sha256 === undefined ? [] : [{ alg: 'SHA-256', content: sha256 }]),
    ...(integrity === undefined ? [] : hashOf(integrity)),
  ];
  return { type: 'library', name, version, purl, ...(hashes.length === 0 ? {} : { hashes }) };
}

const debianName: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** npm writes "sha512-" and base64 (Subresource Integrity, section 3.1). */
function hashOf(integrity: string): readonly { readonly alg: string; readonly content: string }[] {
  const [, digest] = /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(integrity) ?? [];
  if (digest === undefined) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
}
