import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputsDigest } from '../bundle/inputs.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { projectDirectory } from '../shared/paths.ts';
import { type KernelConfig, mergeFragments, parseKernelConfig } from './config.ts';

const folder = 'kernel-config';

/** Names end with the architecture that they are for, if they are not for all. */
const special = /(?:^|-)(x86_64|aarch64)\.config$/;

/** Everything that kernel-config/ wants of a kernel for this architecture. */
export async function wantedConfig(arch: MachineArchitecture): Promise<KernelConfig> {
  const fragments = new Map<string, KernelConfig>();
  for (const name of await fragmentNames(arch)) {
    const text = await readFile(join(projectDirectory, folder, name), 'utf8');
    fragments.set(name, parseKernelConfig(text, `${folder}/${name}`));
  }
  return mergeFragments(fragments);
}

/** Changes when what is wanted does. */
export async function fragmentsDigest(arch: MachineArchitecture): Promise<string> {
  return inputsDigest((await fragmentNames(arch)).map((name) => join(folder, name)));
}

async function fragmentNames(arch: MachineArchitecture): Promise<readonly string[]> {
  return (await readdir(join(projectDirectory, folder)))
    .filter((name) => name.endsWith('.config'))
    .filter((name) => (special.exec(name)?.[1] ?? arch) === arch)
    .toSorted();
}
