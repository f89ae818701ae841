import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { openAptState } from '../../tools/debian/apt.ts';
import { neededLibraries } from '../../tools/image/shared-libraries.ts';
import { unpackedDebs } from '../../tools/image/unpacked.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';

/** The dynamic loader, as the C library's package of each architecture names it. */
const loaders = { x86_64: 'ld-linux-x86-64.so.2', aarch64: 'ld-linux-aarch64.so.1' } as const;

interface Program {
  readonly package: string;
  /** Its path in the package. */
  readonly program: string;
  readonly arch?: MachineArchitecture;
}

/**
 * A program of Debian's with its loader and libraries, for an initramfs that has none of them:
 * `/FOLDER/loader --library-path /FOLDER/lib /FOLDER/NAME`.
 */
export async function dynamicProgram(
  folder: string,
  program: Program,
): Promise<readonly CpioEntry[]> {
  const { package: name, program: inside, arch = 'x86_64' } = program;
  const apt = await openAptState({ suite: 'trixie', arch });
  await apt.update();
  const names = [name, ...(await apt.libraries([name]))];
  const tree = await unpackedDebs(name, await apt.download(names));
  const libraries = join(tree, 'usr/lib', `${arch}-linux-gnu`);
  const file = async (path: string, source: string): Promise<CpioEntry> => ({
    ...{ kind: 'file', path: `${folder}/${path}`, mode: 0o755 },
    data: await readFile(source),
  });
  const path = join(tree, inside);
  const needed = await neededLibraries([path], libraries);
  return [
    { kind: 'directory', path: folder },
    { kind: 'directory', path: `${folder}/lib` },
    await file(basename(path), path),
    await file('loader', join(libraries, loaders[arch])),
    ...(await Promise.all(needed.map((library) => file(`lib/${basename(library)}`, library)))),
  ];
}
