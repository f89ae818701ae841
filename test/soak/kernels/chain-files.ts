import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CpioEntry } from '../../../src/formats/cpio/writer.ts';
import { filesBelow } from '../../../tools/bundle/inputs.ts';
import { type Deb, openAptState } from '../../../tools/debian/apt.ts';
import { unpackedDebs } from '../../../tools/image/unpacked.ts';
import {
  architectureNames,
  type MachineArchitecture,
} from '../../../tools/shared/architectures.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { dynamicProgram } from '../../helpers/dynamic-program.ts';

/** Debian's long-term kernels, 6.1 and 6.12, and its newest. */
export const suites = ['bookworm', 'trixie', 'sid'] as const;
export type Suite = (typeof suites)[number];

/** The packages with the files of a suite's kernel. */
export async function kernelDebs(suite: Suite, arch: MachineArchitecture): Promise<readonly Deb[]> {
  const metapackage = `linux-image-cloud-${architectureNames[arch].debian}`;
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const depends = async (names: readonly string[], wanted: RegExp) =>
    (await apt.records(names)).flatMap((record) => record.depends.filter((d) => wanted.test(d)));
  const images = await depends([metapackage], /^linux-image-\d/);
  // In forky and sid that package has no files of the kernel; it depends on the one that has.
  const binaries = await depends(images, /^linux-binary-\d/);
  return apt.download(binaries.length > 0 ? binaries : images);
}

/** The kernel image of a suite, as its package has it. */
export async function debianKernel(
  suite: Suite,
  arch: MachineArchitecture = 'x86_64',
): Promise<string> {
  const tree = await unpackedDebs('kernel-image', await kernelDebs(suite, arch));
  const kernel = (await filesBelow(tree)).find((file) => basename(file).startsWith('vmlinuz'));
  if (kernel === undefined) throw new Error(`The kernel packages of ${suite} have no kernel.`);
  return kernel;
}

/** What a hop of a chain needs below /chain: its init, the kernels to come, and kexec. */
export async function chainFiles(
  kernels: readonly Suite[],
  arch: MachineArchitecture = 'x86_64',
): Promise<readonly CpioEntry[]> {
  const program = { package: 'kexec-tools', program: 'usr/sbin/kexec', arch };
  const hop = await readFile(join(projectDirectory, 'test/soak/kernels/hop.sh'));
  return [
    ...(await dynamicProgram('chain', program)),
    { kind: 'file', path: 'chain/hop', mode: 0o755, data: hop },
    ...(await Promise.all(
      kernels.map(async (suite) => ({
        ...({ kind: 'file', path: `chain/vmlinuz-${suite}`, mode: 0o755 } as const),
        data: await readFile(await debianKernel(suite, arch)),
      })),
    )),
  ];
}

/** An initramfs that is nothing but the chain. */
export async function chainInitramfs(
  kernels: readonly Suite[],
  arch: MachineArchitecture = 'x86_64',
): Promise<readonly CpioEntry[]> {
  const apt = await openAptState({ suite: 'trixie', arch });
  const tree = await unpackedDebs('busybox', await apt.download(['busybox-static']));
  return [
    { kind: 'directory', path: 'bin' },
    { kind: 'directory', path: 'dev' },
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    {
      ...{ kind: 'file', path: 'bin/busybox', mode: 0o755 },
      data: await readFile(join(tree, 'usr/bin/busybox')),
    },
    ...(await chainFiles(kernels, arch)),
  ];
}
