import { WebbootError } from '../../errors.ts';
import { loadOrder } from '../../formats/modules/load-order.ts';
import { readModuleInfo } from '../../formats/modules/module-info.ts';
import { moduleName } from '../../formats/modules/module-name.ts';
import { parseModulesDep } from '../../formats/modules/modules-dep.ts';
import { parseModulesBuiltin } from '../../formats/modules/modules-lists.ts';
import type { FileTree } from '../../ports.ts';
import { findModuleDirectory } from './module-directory.ts';
import { readDecompressed } from './read-decompressed.ts';

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

/** The list of a kernel with debug information and all drivers has a few MB. */
const longestList = 32 * 1024 * 1024;
const longestModule = 64 * 1024 * 1024;

/**
 * Takes modules and what they need out of a root file system's module tree, decompressed and in
 * load order. Undefined where this tree has none for that kernel.
 */
export async function collectModules(
  root: FileTree,
  request: ModuleRequest,
): Promise<readonly GraftModule[] | undefined> {
  const directory = await findModuleDirectory(root, request.kernelVersion);
  if (directory === undefined) return undefined;
  const dependencies = parseModulesDep(await readText(root, `${directory}/modules.dep`));
  const builtin = parseModulesBuiltin(await readText(root, `${directory}/modules.builtin`));
  const order = loadOrder(request.names, dependencies, { builtin });
  if (order.missing.length > 0) return undefined;
  const kernelVersion = directory.slice(directory.lastIndexOf('/') + 1);
  const modules: GraftModule[] = [];
  for (const path of order.paths) {
    const bytes = await readDecompressed(root, `${directory}/${path}`, longestModule);
    requireVermagic(bytes, path, kernelVersion);
    modules.push({ fileName: `${moduleName(path)}.ko`, bytes });
  }
  return modules;
}

async function readText(root: FileTree, path: string): Promise<string> {
  const file = await root.open(path);
  if (file === undefined) return '';
  return new TextDecoder().decode(await file.read(0, longestList));
}

/** A module of another kernel would be refused by the target, after the jump: too late to say so. */
function requireVermagic(bytes: Uint8Array, path: string, kernelVersion: string): void {
  const { vermagic } = readModuleInfo(bytes);
  if (vermagic.split(' ')[0] === kernelVersion) return;
  throw new WebbootError(
    'modules-mismatch',
    `The driver ${moduleName(path)} is for kernel ${vermagic.trim()}, and the image boots ${kernelVersion}.`,
    {
      subject: path,
      remedy: 'The image is inconsistent: choose another entry or another release.',
    },
  );
}
