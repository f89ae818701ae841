import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CpioEntry } from '../../../src/formats/cpio/writer.ts';
import { filesBelow } from '../../../tools/bundle/inputs.ts';
import { openAptState } from '../../../tools/debian/apt.ts';
import { neededLibraries } from '../../../tools/image/shared-libraries.ts';
import { unpackedDebs } from '../../../tools/image/unpacked.ts';
import {
  architectureNames,
  type MachineArchitecture,
} from '../../../tools/shared/architectures.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';

/** Debian's long-term kernels, 6.1 and 6.12, and its newest. */
export const suites = ['bookworm', 'trixie', 'sid'] as const;
export type Suite = (typeof suites)[number];

/** The dynamic loader, as the C library's package of each architecture names it. */
const loaders = { x86_64: 'ld-linux-x86-64.so.2', aarch64: 'ld-linux-aarch64.so.1' } as const;

/** The kernel image of a suite, as its package has it. */
export async function debianKernel(
  suite: Suite,
  arch: MachineArchitecture = 'x86_64',
): Promise<string> {
  const metapackage = `linux-image-cloud-${architectureNames[arch].debian}`;
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const depends = async (names: readonly string[], wanted: RegExp) =>
    (await apt.records(names)).flatMap((record) => record.depends.filter((d) => wanted.test(d)));
  const images = await depends([metapackage], /^linux-image-\d/);
  // In forky and sid that package has no files of the kernel; it depends on the one that has.
  const binaries = await depends(images, /^linux-binary-\d/);
  const names = binaries.length > 0 ? binaries : images;
  const tree = await unpackedDebs('kernel-image', await apt.download(names));
  const kernel = (await filesBelow(tree)).find((file) => basename(file).startsWith('vmlinuz'));
  if (kernel === undefined) throw new Error(`no kernel in ${names.join()} of ${suite}`);
  return kernel;
}

/** What a hop of a chain needs below /chain: its init, the kernels to come, and kexec. */
export async function chainFiles(
  kernels: readonly Suite[],
  arch: MachineArchitecture = 'x86_64',
): Promise<readonly CpioEntry[]> {
  const apt = await openAptState({ suite: 'trixie', arch });
  await apt.update();
  const names = ['kexec-tools', ...(await apt.libraries(['kexec-tools']))];
  const tree = await unpackedDebs('kexec', await apt.download(names));
  const program = join(tree, 'usr/sbin/kexec');
  const libraries = join(tree, 'usr/lib', `${arch}-linux-gnu`);
  const file = async (path: string, source: string): Promise<CpioEntry> => ({
    ...{ kind: 'file', path: `chain/${path}`, mode: 0o755 },
    data: await readFile(source),
  });
  return [
    { kind: 'directory', path: 'chain' },
    { kind: 'directory', path: 'chain/lib' },
    await file('hop', join(projectDirectory, 'test/soak/kernels/hop.sh')),
    await file('kexec', program),
    await file('loader', join(libraries, loaders[arch])),
    ...(await Promise.all(
      (
        await neededLibraries([program], libraries)
      ).map((library) => file(`lib/${basename(library)}`, library)),
    )),
    ...(await Promise.all(
      kernels.map(async (suite) => file(`vmlinuz-${suite}`, await debianKernel(suite, arch))),
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
