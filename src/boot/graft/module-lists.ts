import { type ModulesDep, parseModulesDep } from '../../formats/modules/modules-dep.ts';
import { parseModulesBuiltin } from '../../formats/modules/modules-lists.ts';
import type { FileTree } from '../../ports/file-tree.ts';

export interface ModuleLists {
  readonly dependencies: ModulesDep;
  readonly builtin: ReadonlySet<string>;
}

/** The list of a kernel with debug information and all drivers has a few MB. */
const longestList = 8 * 1024 * 1024;

/**
 * What a kernel's module directory says of it, in all layers together: a layer that adds modules
 * brings a list of its own, and which of the layers is the upper one only the live system knows.
 */
export async function readModuleLists(
  layers: readonly FileTree[],
  directory: string,
): Promise<ModuleLists> {
  const read = async (name: string) => {
    const texts = layers.map((layer) => readText(layer, `${directory}/${name}`));
    return (await Promise.all(texts)).join('\n');
  };
  const [dep, builtin] = await Promise.all([read('modules.dep'), read('modules.builtin')]);
  return { dependencies: parseModulesDep(dep), builtin: parseModulesBuiltin(builtin) };
}

async function readText(root: FileTree, path: string): Promise<string> {
  const file = await root.open(path);
  return file === undefined ? '' : new TextDecoder().decode(await file.read(0, longestList));
}
