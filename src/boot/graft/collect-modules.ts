import { FormatError, WebbootError } from '../../errors.ts';
import { unionTree } from '../../formats/file-tree/union-tree.ts';
import { loadOrder } from '../../formats/modules/load-order.ts';
import { readModuleInfo } from '../../formats/modules/module-info.ts';
import { moduleName } from '../../formats/modules/module-name.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { Media } from '../../ports/media.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { findModuleDirectory } from './module-directory.ts';
import { readModuleLists } from './module-lists.ts';
import { unpackModules } from './unpack-modules.ts';

export interface GraftModule {
  /** `nd_pmem.ko` */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface ModuleRequest {
  readonly names: readonly string[];
  /** `uname -r` of the target's kernel; '' where the image did not tell, then the only one there. */
  readonly kernelVersion: string;
}

/** Where modules and what they need lie in a root file system. */
export interface ModulePlaces {
  readonly directory: string;
  /** Within the directory, in load order. */
  readonly paths: readonly string[];
}

/**
 * Takes modules and what they need out of the layers of a root file system, decompressed and in
 * load order. Undefined where they have none for that kernel.
 */
export async function collectModules(
  layers: readonly FileTree[],
  request: ModuleRequest,
  machine: Pick<Media, 'unpackXz'>,
): Promise<readonly GraftModule[] | undefined> {
  const places = await placeModules(layers, request);
  return places && readModules(layers, places, machine);
}

/** Undefined where the layers have none for that kernel. */
export async function placeModules(
  layers: readonly FileTree[],
  request: ModuleRequest,
): Promise<ModulePlaces | undefined> {
  const root = unionTree(layers);
  const directory = await findModuleDirectory(root, request.kernelVersion);
  if (directory === undefined) return undefined;
  const { dependencies, builtin } = await readModuleLists(layers, directory);
  const order = loadOrder(request.names, dependencies, { builtin });
  return order.missing.length > 0 ? undefined : { directory, paths: order.paths };
}

export async function readModules(
  layers: readonly FileTree[],
  { directory, paths }: ModulePlaces,
  machine: Pick<Media, 'unpackXz'>,
): Promise<readonly GraftModule[]> {
  const root = unionTree(layers);
  const kernelVersion = directory.slice(directory.lastIndexOf('/') + 1);
  const files = await Promise.all(paths.map((path) => openListed(root, directory, path)));
  const modules = await unpackModules(files, machine);
  return paths.map((path, index) => {
    const bytes = modules[index] ?? new Uint8Array();
    requireVermagic(bytes, path, kernelVersion);
    return { fileName: `${moduleName(path)}.ko`, bytes };
  });
}

async function openListed(root: FileTree, directory: string, path: string): Promise<RandomAccess> {
  const file = await root.open(`${directory}/${path}`);
  if (file !== undefined) return file;
  throw new FormatError('modules.dep', 0, `${path} is listed and not there`);
}

/** A module of another kernel would be refused by the target, after the jump: too late to say so. */
function requireVermagic(bytes: Uint8Array, path: string, kernelVersion: string): void {
  const { vermagic } = readModuleInfo(bytes);
  if (vermagic.split(' ')[0] === kernelVersion) return;
  throw new WebbootError(
    'modules-mismatch',
    `The driver ${moduleName(path)} is for kernel ${vermagic.trim()}, but the image boots ${kernelVersion}.`,
    {
      subject: path,
      remedy: 'The image is inconsistent: choose another entry or another release.',
    },
  );
}
