import type { DistroFile } from '../../src/formats/catalogue/distro.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import type { DemoKey } from './key.ts';
import type { Publication } from './publish.ts';

/** What `webboot.distro=` names it. */
export const demoId = 'demo';

/** The demo's row of the catalogue, for a mirror at `mirrorUrl` as the guest reaches it. */
export function demoRow(
  { fileName, bytes }: Publication,
  {
    arch = 'x86_64',
    mirrorUrl,
    key,
  }: { readonly arch?: MachineArchitecture; readonly mirrorUrl: string; readonly key: DemoKey },
): DistroFile {
  return {
    id: demoId,
    name: 'Demo',
    description: `${fileName}, from the mirror on this machine`,
    homepage: mirrorUrl,
    variants: [
      {
        id: 'live',
        name: 'live',
        architectures: [arch],
        approximateMiB: Math.ceil(bytes / 2 ** 20),
        mirrors: [mirrorUrl],
        newest: [{ resolver: 'fixed', version: '1' }],
        file: fileName,
        trust: {
          kind: 'signed-checksums',
          scheme: 'openpgp-detached',
          checksums: '{mirror}/SHA256SUMS',
          signature: '{mirror}/SHA256SUMS.sign',
          keys: [{ fingerprint: key.fingerprint, key: 'demo-key.asc' }],
        },
      },
    ],
  };
}
