import { moduleName } from './module-name.ts';
import type { ModulesDep } from './modules-dep.ts';
import type { ModuleAlias, SoftDependency } from './modules-lists.ts';

export interface LoadOrder {
  /** Paths as `modules.dep` writes them, each after everything that it needs. */
  readonly paths: readonly string[];
  /** Names that were asked for, or needed, and are neither a module nor built in. */
  readonly missing: readonly string[];
}

interface LoadOptions {
  readonly builtin?: ReadonlySet<string>;
  /** Only aliases without wildcards count: they are names, the others are for devices. */
  readonly aliases?: readonly ModuleAlias[];
  readonly softdeps?: ReadonlyMap<string, SoftDependency>;
}

type Task = { readonly visit: string; readonly soft: boolean } | { readonly emit: string };

/**
 * The order in which to load modules and what they need. Names may be written with `-` or `_`, as
 * names, aliases or paths. What is in `builtin` is left out. Soft dependencies are taken where
 * they exist and never missed. In a circle of dependencies, which depmod does not write, one
 * member comes before what it needs.
 */
export function loadOrder(
  names: Iterable<string>,
  modules: ModulesDep,
  options: LoadOptions = {},
): LoadOrder {
  const aliases = exactAliases(options.aliases ?? []);
  const paths: string[] = [];
  const missing = new Set<string>();
  const seen = new Set<string>();
  // An explicit stack: dependencies come from files, and may be deeper than calls can nest.
  const stack: Task[] = [];
  const visitAll = (list: readonly string[], soft: boolean) => {
    for (const visit of list.toReversed()) stack.push({ visit, soft });
  };
  visitAll([...names], false);
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if ('emit' in task) {
      paths.push(task.emit);
      continue;
    }
    const name = moduleName(task.visit);
    if (seen.has(name) || options.builtin?.has(name)) continue;
    seen.add(name);
    const module = modules.get(name);
    if (module === undefined) {
      const targets = aliases.get(name) ?? [];
      if (targets.length === 0 && !task.soft) missing.add(name);
      visitAll(targets, true);
      continue;
    }
    const soft = options.softdeps?.get(name);
    visitAll(soft?.post ?? [], true);
    stack.push({ emit: module.path });
    visitAll(soft?.pre ?? [], true);
    // modules.dep names first what is to be loaded last.
    visitAll(module.dependencies.toReversed(), false);
  }
  return { paths, missing: [...missing] };
}

function exactAliases(aliases: readonly ModuleAlias[]): ReadonlyMap<string, readonly string[]> {
  const exact = aliases.filter(({ pattern }) => !/[*?[]/.test(pattern));
  const byName = Map.groupBy(exact, ({ pattern }) => moduleName(pattern));
  return new Map([...byName].map(([name, list]) => [name, list.map(({ module }) => module)]));
}
