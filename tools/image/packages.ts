import { type AptState, type Deb, oddLists } from '../debian/apt.ts';
import {
  downloadInstallerPackages,
  installerLibraries,
  installerPrograms,
  soundPrograms,
} from './accessibility.ts';
import type { ImageContents } from './options.ts';

/** The packages that an image is made of. */
export interface ImagePackages {
  readonly busybox: Deb;
  readonly certificates: Deb;
  /** Keyboard layouts, as text. */
  readonly keymaps: Deb;
  /** Which radio channels are allowed where. */
  readonly regulations: Deb;
  /** Programs and their libraries, unpacked over one another. */
  readonly programs: readonly Deb[];
}

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

/** The server, and what makes and reads its key. */
const ssh: readonly ImageProgram[] = [
  { package: 'dropbear-bin', path: 'sbin/dropbear' },
  { package: 'dropbear-bin', path: 'bin/dropbearkey' },
  { package: 'dropbear-bin', path: 'bin/dropbearconvert' },
];

/** MD4 and DES for the MSCHAPv2 of PEAP and TTLS; OpenSSL loads it when wpa_supplicant asks. */
const legacyCiphers = 'openssl-provider-legacy';

export function imagePrograms({
  flavour,
  wifiFirmware,
  sshKeys,
  accessibility,
}: ImageContents): readonly ImageProgram[] {
  return [
    ...everywhere,
    ...(flavour === 'cloud' ? [] : hardware),
    ...(wifiFirmware ? wifi : []),
    ...(sshKeys === undefined ? [] : ssh),
    ...(accessibility === true ? [...soundPrograms, ...installerPrograms] : []),
  ];
}

export async function downloadPackages(
  apt: AptState,
  options: ImageContents,
): Promise<ImagePackages> {
  // libstdc++ is Node's; Node itself comes from npm.
  const roots = new Set([
    ...imagePrograms(options)
      .filter((program) => !installerPrograms.includes(program))
      .map((program) => program.package),
    ...(options.wifiFirmware ? [legacyCiphers] : []),
    ...(options.accessibility === true ? installerLibraries : []),
    'libstdc++6',
  ]);
  const programs = [...roots, ...(await apt.libraries([...roots]))];
  const [busybox, certificates, keymaps, regulations, ...rest] = await apt.download([
    ...['busybox-static', 'ca-certificates', 'console-data', 'wireless-regdb'],
    ...programs,
  ]);
  if (!busybox || !certificates || !keymaps || !regulations) {
    throw oddLists('apt returned fewer packages than it was asked for.');
  }
  const installer = await downloadInstallerPackages(options);
  return { busybox, certificates, keymaps, regulations, programs: [...rest, ...installer] };
}
