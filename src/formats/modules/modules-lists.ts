import { textLines } from '../text-lines.ts';
import { moduleListLimits } from './list-limits.ts';
import { moduleName } from './module-name.ts';

export interface ModuleAlias {
  /** A shell pattern over the modalias: "nd:t4*". */
  readonly pattern: string;
  readonly module: string;
}

export interface SoftDependency {
  readonly pre: readonly string[];
  readonly post: readonly string[];
}

/** Names of what is compiled into the kernel, from `modules.builtin`: a path a line. */
export function parseModulesBuiltin(text: string): ReadonlySet<string> {
  return new Set(lines(text).map(moduleName));
}

/**
 * The firmware that what is compiled into the kernel may ask for, from `modules.builtin.modinfo`:
 * strings `MODULE.KEY=VALUE`, each ended by NUL. Source: include/linux/moduleparam.h of Linux.
 */
export function parseBuiltinFirmware(text: string): readonly string[] {
  return text.split('\0').flatMap((entry) => /^[^.=]+\.firmware=(.+)$/.exec(entry)?.[1] ?? []);
}

/** `modules.alias`: lines `alias PATTERN MODULE`; depmod writes nothing else but comments. */
export function parseModulesAlias(text: string): readonly ModuleAlias[] {
  return lines(text).flatMap((line) => {
    const [word, pattern, module] = line.split(/\s+/);
    if (word !== 'alias' || pattern === undefined || module === undefined) return [];
    return [{ pattern, module: moduleName(module) }];
  });
}

/** `modules.softdep`: lines `softdep MODULE pre: A B post: C`. Source: modprobe.d(5). */
export function parseModulesSoftdep(text: string): ReadonlyMap<string, SoftDependency> {
  const result = new Map<string, SoftDependency>();
  for (const line of lines(text)) {
    const [word, module, ...rest] = line.split(/\s+/);
    if (word !== 'softdep' || module === undefined) continue;
    const name = moduleName(module);
    const earlier = result.get(name);
    const pre = [...(earlier?.pre ?? [])];
    const post = [...(earlier?.post ?? [])];
    let list: string[] | undefined;
    for (const item of rest) {
      if (item === 'pre:') list = pre;
      else if (item === 'post:') list = post;
      else list?.push(moduleName(item));
    }
    result.set(name, { pre, post });
  }
  return result;
}

function lines(text: string): string[] {
  return [...textLines(text, moduleListLimits)]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
