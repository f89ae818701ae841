import { join } from 'node:path';
import type { AptState } from '../debian/apt.ts';
import { unpackedDebs } from '../image/unpacked.ts';
import { runTool } from '../shared/tool.ts';

/** Boot loaders, and the programs that make a stick of them, from the image's own suite. */
export interface DebianPrograms {
  /** The packages' files, laid over one another. */
  readonly tree: string;
  /** Runs a program of the tree with the tree's own libraries: the same bytes on every host. */
  run(program: string, args: readonly string[], env?: Record<string, string>): Promise<string>;
}

const stickPrograms = ['grub-common', 'e2fsprogs'];
const loaders = [
  'grub-pc-bin',
  'grub-efi-amd64-signed',
  'shim-signed',
  'shim-helpers-amd64-signed',
];

export async function debianPrograms(apt: AptState): Promise<DebianPrograms> {
  return programsOf(apt, { name: 'stick', programs: stickPrograms, others: loaders });
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
