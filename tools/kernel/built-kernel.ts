import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { buildDirectory } from '../shared/paths.ts';
import { fragmentsDigest } from './fragments.ts';
import type { KernelMetadata, PackagedOrigin } from './metadata.ts';

/** Beside a kernel, wherever it lies. */
export const metadataFile = 'kernel-metadata.json';

/** Where `npm run kernel -- build` works and leaves its result. */
export function kernelDirectory(arch: MachineArchitecture): string {
  return join(buildDirectory, 'kernel', arch);
}

/** The result, laid out like one of Debian's packages: /boot and /usr/lib/modules. */
export interface BuiltKernel {
  readonly tree: string;
  readonly metadata: KernelMetadata<PackagedOrigin>;
}

/** Undefined where there is none, or the fragments have changed since. */
export async function findBuiltKernel(arch: MachineArchitecture): Promise<BuiltKernel | undefined> {
  const directory = kernelDirectory(arch);
  const fragments = await readFile(join(directory, '.fragments'), 'utf8').catch(() => undefined);
  if (fragments !== (await fragmentsDigest(arch))) return undefined;
  const text = await readFile(join(directory, metadataFile), 'utf8');
  return { tree: join(directory, 'tree'), metadata: JSON.parse(text) as BuiltKernel['metadata'] };
}

/** The architectures that a kernel was built for. */
export async function builtArchitectures(): Promise<ReadonlySet<MachineArchitecture>> {
  const all = ['x86_64', 'aarch64'] as const;
  const found = await Promise.all(all.map(findBuiltKernel));
  return new Set(all.filter((_, index) => found[index] !== undefined));
}

/** Throws 'file-not-found' where there is none. */
export async function builtKernel(arch: MachineArchitecture): Promise<BuiltKernel> {
  const found = await findBuiltKernel(arch);
  if (found !== undefined) return found;
  throw new WebbootError(
    'file-not-found',
    'No kernel has been built from the present kernel-config/.',
    {
      subject: kernelDirectory(arch),
      remedy: `Run npm run kernel -- build --arch ${arch}, or choose --flavour generic.`,
    },
  );
}
