import type { Distro } from '../../src/formats/catalogue/distro.ts';
import type { DemoKey } from './key.ts';
import type { Publication } from './publish.ts';

/** What `webboot.distro=` names it. */
export const demoId = 'demo';

/** The demo's row of the catalogue, for a mirror at `mirrorUrl` as the guest reaches it. */
export function demoRow(
  { fileName, bytes }: Publication,
  { mirrorUrl, key }: { mirrorUrl: string; key: DemoKey },
): Distro {
  return {
    id: demoId,
    name: 'Demo',
    description: `${fileName}, from the mirror on this machine`,
    homepage: mirrorUrl,
    variants: [
      {
        id: 'live',
        name: 'live',
        architectures: ['x86_64'],
        approximateMiB: Math.ceil(bytes / 2 ** 20),
        newest: {
          resolver: 'fixed',
          version: '1',
          locations: [`${mirrorUrl}/${encodeURIComponent(fileName)}`],
          fileName,
        },
        trust: {
          kind: 'signed-checksums',
          scheme: 'openpgp-detached',
          checksums: [`${mirrorUrl}/SHA256SUMS`],
          signature: [`${mirrorUrl}/SHA256SUMS.sign`],
          keys: [{ fingerprint: key.fingerprint, key: 'demo-key.asc' }],
        },
      },
    ],
  };
}
