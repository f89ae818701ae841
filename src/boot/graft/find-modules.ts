import { FormatError, WebbootError } from '../../errors.ts';
import type { Machine } from '../../ports/machine.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import {
  collectModules,
  type GraftModule,
  type ModulePlaces,
  type ModuleRequest,
  readModules,
} from './collect-modules.ts';
import { readInitrdModules } from './initrd-modules.ts';
import { withMountedRoots } from './mounted-roots.ts';
import type { RootFileSystem } from './root-file-systems.ts';

export interface ModuleSources {
  /** The block device with the image, to be mounted. */
  readonly device: string;
  readonly fileSystems: readonly RootFileSystem[];
  /** Where they lie in those together, as far as that is known already. */
  readonly places?: ModulePlaces | undefined;
  readonly initrds: readonly RandomAccess[];
}

/**
 * The modules from the image's root file systems, taken together as the live system will take
 * them, or else from its initrd. Throws `modules-missing`, `modules-mismatch` or `damaged-image`.
 */
export async function findModules(
  request: ModuleRequest,
  { device, fileSystems, places, initrds }: ModuleSources,
  machine: Machine,
): Promise<readonly GraftModule[]> {
  const refused: string[] = [];
  const found = await withMountedRoots(machine, { device, fileSystems }, async (roots) => {
    refused.push(...roots.refused);
    const known =
      places === undefined || roots.refused.length > 0
        ? undefined
        : await readModules(roots.trees, places, machine).catch(unlessFormatError);
    return known ?? collectModules(roots.trees, request, machine);
  });
  if (found !== undefined) return found;
  const own = await collectModules([await readInitrdModules(initrds)], request, machine).catch(
    (error: unknown) => {
      if (!(error instanceof FormatError)) throw error;
      refused.push(`the initrd: ${error.message}`);
      return undefined;
    },
  );
  if (own !== undefined) return own;
  const looked = fileSystems.map(({ path }) => path).join(', ') || 'no root file system found';
  throw new WebbootError(
    'modules-missing',
    [
      `The image has the drivers ${request.names.join(', ')} for kernel ${request.kernelVersion || 'of unknown version'} nowhere (looked in: ${looked}, and the initrd).`,
      ...refused,
    ].join(' '),
    {
      remedy:
        refused.length === 0
          ? 'Choose another boot entry, another release of this distro, or another distro.'
          : 'Choose another release of this distro, or use a webboot with a newer kernel: this one cannot read the root file system.',
    },
  );
}

/** What cannot be read where it was said to lie is looked for as if nothing had been said. */
function unlessFormatError(error: unknown): undefined {
  if (!(error instanceof FormatError)) throw error;
  return undefined;
}
