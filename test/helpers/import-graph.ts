import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of a file: a file of the checkout by its path, or a package or `node:` module by name. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Static, dynamic and type imports, re-exports, workers' files; comments and strings do not count. */
const specifiers =
  /(?:^|[\s;}])(?<statement>import|export)\s+(?<type>type\s)?(?:[\w*{][^'"`;]*?from\s*)?(['"])(?<static>[^'"]+)\3|\bimport\s*\(\s*(['"`])(?<dynamic>[^'"`]+)\5|\brequire\s*(?:\.resolve)?\(\s*(['"`])(?<required>[^'"`]+)\7|new URL\(\s*(['"`])(?<url>\.[^'"`]+\.[cm]?[jt]sx?)\9/gu;

/** The imports of one file of the checkout, as it names them; `path` is relative to `root`. */
export function importsOf(path: string, root: string): readonly Import[] {
  return parseImports(path, readFileSync(join(root, path), 'utf8'));
}

export function parseImports(path: string, text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(,])\/\/.*$/gmu, '');
  return [...code.matchAll(specifiers)].map(({ groups = {} }) => {
    const name = groups.static ?? groups.dynamic ?? groups.required ?? groups.url ?? '';
    const to = name.startsWith('.') ? normalize(join(dirname(path), name)) : name;
    return { from: path, to, typeOnly: groups.type !== undefined };
  });
}

/** Circles of files that import each other, types included; each once, as a path back to its start. */
export function circlesOf(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) {
      circles.push([...way.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return circles;
}
