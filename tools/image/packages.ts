import { WebbootError } from '../../src/errors.ts';
import type { AptState, Deb } from '../apt.ts';
import type { ImageOptions } from './options.ts';

/** The packages that an image is made of. */
export interface ImagePackages {
  readonly kernel: Deb;
  readonly busybox: Deb;
  readonly certificates: Deb;
  /** Programs and their libraries, unpacked over one another. */
  readonly programs: readonly Deb[];
}

const metapackages = {
  x86_64: { cloud: 'linux-image-cloud-amd64', generic: 'linux-image-amd64' },
  aarch64: { cloud: 'linux-image-cloud-arm64', generic: 'linux-image-arm64' },
} as const;

/** libstdc++ is Node's; Node itself comes from npm. */
const programs = ['kexec-tools', 'libstdc++6'];

export async function downloadPackages(
  apt: AptState,
  { arch, flavour }: Pick<ImageOptions, 'arch' | 'flavour'>,
): Promise<ImagePackages> {
  if (arch === 'i386') {
    throw new WebbootError('host-unsupported', 'there is no Node for this architecture', {
      subject: arch,
    });
  }
  const kernelName = await kernelPackage(apt, metapackages[arch][flavour]);
  const names = [...programs, ...(await apt.libraries(programs))];
  const [kernel, busybox, certificates, ...rest] = await apt.download([
    kernelName,
    'busybox-static',
    'ca-certificates',
    ...names,
  ]);
  if (kernel === undefined || busybox === undefined || certificates === undefined) {
    throw new Error('apt gave fewer packages than it was asked for');
  }
  return { kernel, busybox, certificates, programs: rest };
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
