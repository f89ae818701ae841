import type { ModuleSet, RootModules } from '../../core/image/pmem-support.ts';
import { FormatError } from '../../errors.ts';
import { unionTree } from '../../formats/file-tree/union-tree.ts';
import { loadOrder } from '../../formats/modules/load-order.ts';
import { moduleName } from '../../formats/modules/module-name.ts';
import { openSquashfs } from '../../formats/squashfs/open-squashfs.ts';
import { createWorkBudget, type WorkBudget } from '../../formats/work-budget.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type ModuleRequest, placeModules } from '../graft/collect-modules.ts';
import { findModuleDirectory } from '../graft/module-directory.ts';
import { readModuleLists } from '../graft/module-lists.ts';
import { findInnerFileSystems, findRootFileSystems } from '../graft/root-file-systems.ts';

/** The image's root file systems as far as they can be read without being mounted. */
export interface RootFileSystems {
  readonly paths: readonly string[];
  readonly trees: readonly FileTree[];
  /** Why some were not read. */
  readonly unread: readonly string[];
}

/** A squashfs is read without being mounted; others can only be mounted, so they stay unread here. */
export async function openRootFileSystems(
  tree: FileTree,
  options: { readonly signal?: AbortSignal; readonly budget?: WorkBudget } = {},
): Promise<RootFileSystems> {
  const { budget = createWorkBudget(options) } = options;
  const fileSystems = await findRootFileSystems(tree);
  const unread: string[] = [];
  const trees: FileTree[] = [];
  for (const { path, type } of fileSystems) {
    const file = type === 'squashfs' ? await tree.open(path) : undefined;
    if (file === undefined) {
      unread.push(`${path} is ${type}, which is only read where it can be mounted`);
      continue;
    }
    try {
      const root = await openSquashfs(file, { ...options, budget });
      for (const inner of await findInnerFileSystems(root)) {
        unread.push(`${path} holds ${inner.path}, which is only read where it can be mounted`);
      }
      trees.push(root);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      unread.push(`${path}: ${error.message}`);
    }
  }
  return { paths: fileSystems.map(({ path }) => path), trees, unread };
}

/** Looks for the drivers that an initrd lacks in the image's root file systems. */
export async function findRootModules(
  { paths, trees, unread: unreadRoots }: RootFileSystems,
  names: readonly string[],
  kernel: { readonly version: string; readonly initrd: ModuleSet },
): Promise<RootModules> {
  if (paths.length === 0) {
    return { kind: 'absent', why: 'the image has no root file system to take them from' };
  }
  const unread = [...unreadRoots];
  const found = await readModules(trees, names, kernel).catch((error: unknown) => {
    if (!(error instanceof FormatError)) throw error;
    unread.push(error.message);
    return undefined;
  });
  // What could not be read may have them after all.
  const settled = found?.kind === 'read' && found.unavailable.length === 0;
  if (found !== undefined && (settled || unread.length === 0)) return found;
  if (unread.length > 0) return { kind: 'unread', why: unread.join('; ') };
  return { kind: 'absent', why: `no modules for kernel ${kernel.version} in ${paths.join(', ')}` };
}

async function readModules(
  layers: readonly FileTree[],
  names: readonly string[],
  { version, initrd }: { readonly version: string; readonly initrd: ModuleSet },
): Promise<RootModules | undefined> {
  const directory = await findModuleDirectory(unionTree(layers), version);
  if (directory === undefined) return undefined;
  const { dependencies, builtin } = await readModuleLists(layers, directory);
  const present = new Set([...builtin, ...initrd.loadable, ...initrd.builtin]);
  const { paths, missing } = loadOrder(names, dependencies, { builtin: present });
  return { kind: 'read', builtin, order: paths.map(moduleName), unavailable: missing };
}

/** All that a boot would load of the layers for these modules; undefined where they lack one. */
export async function findLoads(
  layers: readonly FileTree[],
  request: ModuleRequest,
): Promise<readonly string[] | undefined> {
  try {
    return (await placeModules(layers, request))?.paths.map(moduleName);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}
