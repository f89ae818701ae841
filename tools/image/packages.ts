import { WebbootError } from '../../src/errors.ts';
import type { AptState, Deb } from '../apt.ts';
import type { ImageContents } from './options.ts';

/** The packages that an image is made of. */
export interface ImagePackages {
  readonly kernel: Deb;
  readonly busybox: Deb;
  readonly certificates: Deb;
  /** Keyboard layouts, as text. */
  readonly keymaps: Deb;
  /** Which radio channels are allowed where. */
  readonly regulations: Deb;
  /** Programs and their libraries, unpacked over one another. */
  readonly programs: readonly Deb[];
}

const metapackages = {
  x86_64: { cloud: 'linux-image-cloud-amd64', generic: 'linux-image-amd64' },
  aarch64: { cloud: 'linux-image-cloud-arm64', generic: 'linux-image-arm64' },
} as const;

/** A program of a package; the path is the same in the image, below /usr. */
export interface ImageProgram {
  readonly package: string;
  readonly path: string;
}

const everywhere: readonly ImageProgram[] = [
  { package: 'kexec-tools', path: 'sbin/kexec' },
  { package: 'rdnssd', path: 'sbin/rdnssd' },
];

/** Nobody boots virtual machines from sticks. */
const hardware: readonly ImageProgram[] = [{ package: 'e2fsprogs', path: 'sbin/resize2fs' }];

const wifi: readonly ImageProgram[] = [
  { package: 'wpasupplicant', path: 'sbin/wpa_supplicant' },
  { package: 'wpasupplicant', path: 'sbin/wpa_cli' },
];

/** MD4 and DES for the MSCHAPv2 of PEAP and TTLS; OpenSSL loads it when wpa_supplicant asks. */
const legacyCiphers = 'openssl-provider-legacy';

export function imagePrograms({ flavour, wifiFirmware }: ImageContents): readonly ImageProgram[] {
  return [...everywhere, ...(flavour === 'generic' ? hardware : []), ...(wifiFirmware ? wifi : [])];
}

export async function downloadPackages(
  apt: AptState,
  options: ImageContents,
): Promise<ImagePackages> {
  const { arch, flavour, wifiFirmware } = options;
  if (arch === 'i386') {
    throw new WebbootError('host-unsupported', 'there is no Node for this architecture', {
      subject: arch,
    });
  }
  const kernelName = await kernelPackage(apt, metapackages[arch][flavour]);
  // libstdc++ is Node's; Node itself comes from npm.
  const roots = new Set([
    ...imagePrograms(options).map((program) => program.package),
    ...(wifiFirmware ? [legacyCiphers] : []),
    'libstdc++6',
  ]);
  const programs = [...roots, ...(await apt.libraries([...roots]))];
  const [kernel, busybox, certificates, keymaps, regulations, ...rest] = await apt.download([
    ...[kernelName, 'busybox-static', 'ca-certificates', 'console-data', 'wireless-regdb'],
    ...programs,
  ]);
  if (!kernel || !busybox || !certificates || !keymaps || !regulations) {
    throw new Error('apt gave fewer packages than it was asked for');
  }
  return { kernel, busybox, certificates, keymaps, regulations, programs: rest };
}

/** The package with the kernel's version in its name, which the metapackage depends on. */
async function kernelPackage(apt: AptState, metapackage: string): Promise<string> {
  const [record] = await apt.records([metapackage]);
  const name = record?.depends.find((dependency) => /^linux-image-\d/.test(dependency));
  if (name !== undefined) return name;
  throw new WebbootError('build-failed', `${metapackage} names no kernel`, {
    subject: metapackage,
  });
}
