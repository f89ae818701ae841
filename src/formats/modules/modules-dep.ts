import { FormatError } from '../../errors.ts';
import { textLines } from '../text-lines.ts';
import { moduleListLimits } from './list-limits.ts';
import { moduleName } from './module-name.ts';

interface ModuleFile {
  /** Relative to the directory of `modules.dep`: "kernel/drivers/nvdimm/nd_pmem.ko.xz". */
  readonly path: string;
  /** Paths of what it needs, directly or through others. */
  readonly dependencies: readonly string[];
}

/** Every loadable module of a kernel by its name, with `_`. */
export type ModulesDep = ReadonlyMap<string, ModuleFile>;

const spaces = /\s+/;

/** Reads `modules.dep`, a line `path: path path` a module. Source: modules.dep(5). */
export function parseModulesDep(text: string): ModulesDep {
  const modules = new Map<string, ModuleFile>();
  let offset = 0;
  for (const line of textLines(text, moduleListLimits)) {
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      const colon = trimmed.indexOf(':');
      if (colon < 1) throw new FormatError('modules.dep', offset, 'line without a module and ":"');
      const path = trimmed.slice(0, colon);
      const rest = trimmed.slice(colon + 1).trimStart();
      modules.set(moduleName(path), {
        path,
        // Parted when asked for: of thousands of modules a few are looked at.
        get dependencies() {
          return rest === '' ? [] : rest.split(spaces);
        },
      });
    }
    offset += line.length + 1;
  }
  return modules;
}
