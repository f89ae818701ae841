import { WebbootError } from '../../src/errors.ts';
import { loadOrder } from '../../src/formats/modules/load-order.ts';
import { moduleName } from '../../src/formats/modules/module-name.ts';
import type { ModulesDep } from '../../src/formats/modules/modules-dep.ts';
import type { SoftDependency } from '../../src/formats/modules/modules-lists.ts';

/** The modules that one list in initramfs/modules asks for. */
export interface ModuleWishes {
  readonly required: readonly string[];
  /** Taken where this kernel has them. */
  readonly optional: readonly string[];
}

/** Reads a list: a name a line, `?` in front of optional ones, `#` for comments. */
export function parseModuleWishes(text: string): ModuleWishes {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const names = lines.filter((line) => line !== '');
  return {
    required: names.filter((name) => !name.startsWith('?')),
    optional: names.filter((name) => name.startsWith('?')).map((name) => name.slice(1).trim()),
  };
}

/** What a kernel's package says of its modules. */
export interface KernelModules {
  readonly available: ModulesDep;
  readonly builtin: ReadonlySet<string>;
  readonly softdeps: ReadonlyMap<string, SoftDependency>;
}

/**
 * Paths as `modules.dep` writes them, in the order in which to load them. Throws
 * 'modules-missing' where a required one, or what a module needs, is not there.
 */
export function selectModules(wishes: ModuleWishes, kernel: KernelModules): readonly string[] {
  const { available, builtin, softdeps } = kernel;
  const optional = wishes.optional.filter((name) => available.has(moduleName(name)));
  const order = loadOrder([...wishes.required, ...optional], available, { builtin, softdeps });
  if (order.missing.length === 0) return order.paths;
  throw new WebbootError(
    'modules-missing',
    `The kernel lacks modules: ${order.missing.join(', ')}.`,
    {
      remedy: 'Mark them as optional (?) in initramfs/modules, or use a kernel that has them.',
    },
  );
}
