import { join } from 'node:path';
import { type AptState, openAptState } from '../debian/apt.ts';
import { suite } from '../image/suite.ts';
import { unpackedDebs } from '../image/unpacked.ts';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import { runTool } from '../shared/tool.ts';

/** Programs that make a stick, from the image's own suite. */
export interface DebianPrograms {
  /** The packages' files, laid over one another. */
  readonly tree: string;
  /** Runs a program of the tree with the tree's own libraries: the same bytes on every host. */
  run(program: string, args: readonly string[], env?: Record<string, string>): Promise<string>;
}

/** They run here, and are amd64's whatever the stick is for; with GRUB's modules for BIOS. */
export async function stickPrograms(): Promise<DebianPrograms> {
  const apt = await openAptState({ suite, arch: 'x86_64' });
  await apt.update();
  const programs = ['grub-common', 'e2fsprogs'];
  return programsOf(apt, { name: 'stick', programs, others: ['grub-pc-bin'] });
}

/** A tree with what EFI firmware starts, as Debian signed it; `apt` is of the machine to boot. */
export async function signedLoaders(apt: AptState, arch: MachineArchitecture): Promise<string> {
  const { debian } = architectureNames[arch];
  const names = [`grub-efi-${debian}-signed`, 'shim-signed', `shim-helpers-${debian}-signed`];
  return unpackedDebs('loaders', await apt.download(names));
}

/** The programs of some packages, with the libraries that they need, and files of `others`. */
export async function programsOf(
  apt: AptState,
  { name, programs, others = [] }: { name: string; programs: string[]; others?: string[] },
): Promise<DebianPrograms> {
  const names = [...programs, ...others, ...(await apt.libraries(programs))];
  const tree = await unpackedDebs(name, await apt.download(names));
  const loader = join(tree, 'usr/lib64/ld-linux-x86-64.so.2');
  const libraries = join(tree, 'usr/lib/x86_64-linux-gnu');
  return {
    tree,
    run: (program, args, env = {}) =>
      runTool(loader, ['--library-path', libraries, join(tree, program), ...args], {
        env: { ...env, MKE2FS_CONFIG: '/dev/null' },
        remedy: 'Build the stick on an x86-64 host.',
      }),
  };
}
