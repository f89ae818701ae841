import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

/** One import of a file: a file of the checkout by its path, or a package or `node:` module by name. */
export interface Import {
  readonly from: string;
  /** `./` begins a path outside `src`; `computed: CODE` is an import that only a run would name. */
  readonly to: string;
}

/** The imports of one file of the checkout, as it names them; `path` is relative to `root`. */
export function importsOf(path: string, root: string): readonly Import[] {
  return parseImports(path, readFileSync(join(root, path), 'utf8'));
}

/**
 * Static, dynamic and type imports, re-exports, `require`, augmented modules, reference comments,
 * and the files that `new Worker` and `new URL(…, import.meta.url)` name. `createRequire` and
 * `getBuiltinModule` load by any name, so that naming them counts as `computed`.
 */
export function parseImports(path: string, text: string): readonly Import[] {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (name: string) => imports.push({ from: path, to: targetOf(path, name) });
  const addComputed = (node: ESTree.Node) => add(`computed: ${text.slice(node.start, node.end)}`);
  const addValue = (node: ESTree.Node | undefined | null) => {
    if (node == null) return;
    const names = textsOf(node);
    if (names === undefined) addComputed(node);
    else names.forEach(add);
  };
  for (const { value } of comments) {
    const reference = /^\/\s*<reference\s[^>]*(?:path|types)\s*=\s*["']([^"']+)/u.exec(value)?.[1];
    if (reference !== undefined) add(reference);
  }
  new Visitor({
    ImportDeclaration(node) {
      addValue(node.source);
    },
    ExportNamedDeclaration(node) {
      addValue(node.source);
    },
    ExportAllDeclaration(node) {
      addValue(node.source);
    },
    ImportExpression(node) {
      addValue(node.source);
    },
    TSImportType(node) {
      addValue(node.source);
    },
    TSExternalModuleReference(node) {
      addValue(node.expression);
    },
    TSModuleDeclaration(node) {
      if (node.id.type === 'Literal') addValue(node.id);
    },
    CallExpression(node) {
      if (isResolver(node.callee)) addValue(node.arguments[0]);
    },
    NewExpression(node) {
      const [first] = node.arguments;
      if (isFileUrl(node) && !(first && textsOf(first)?.every(isData))) addValue(first);
      // A worker's path is relative to the directory in which webboot runs, unless it is a URL.
      if (nameOf(node.callee) === 'Worker' && !isFileUrl(first)) addComputed(node);
    },
    Identifier(node) {
      if (loaders.has(node.name)) addComputed(node);
    },
    Literal(node) {
      if (typeof node.value === 'string' && loaders.has(node.value)) addComputed(node);
    },
  }).visit(program);
  return imports;
}

const loaders = new Set(['node:module', 'createRequire', 'getBuiltinModule']);

const isData = (name: string): boolean => name.endsWith('.json') || name.endsWith('/');

/** `require`, `require.resolve`, `import.meta.resolve`. */
function isResolver(callee: ESTree.Node): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require';
  return isMeta(callee, 'resolve') || isMember(callee, 'resolve', isResolver);
}

const isMeta = (node: ESTree.Node | undefined, name: string): boolean =>
  isMember(node, name, ({ type }) => type === 'MetaProperty');

function isMember(
  node: ESTree.Node | undefined,
  name: string,
  ofWhat: (node: ESTree.Node) => boolean,
): boolean {
  if (node?.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false;
  return node.property.name === name && ofWhat(node.object);
}

/** `new URL(…, import.meta.url)`. */
const isFileUrl = (node: ESTree.Node | undefined): boolean =>
  node?.type === 'NewExpression' &&
  nameOf(node.callee) === 'URL' &&
  isMeta(node.arguments[1], 'url');

function nameOf(callee: ESTree.Node): string | undefined {
  if (callee.type === 'MemberExpression') return nameOf(callee.property);
  return callee.type === 'Identifier' ? callee.name : undefined;
}

/** Every text that an expression can be, if the code shows it. */
function textsOf(node: ESTree.Node): readonly string[] | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : undefined;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis.flatMap(({ value }) => value.cooked ?? []);
  }
  if (node.type !== 'ConditionalExpression') return undefined;
  const [yes, no] = [textsOf(node.consequent), textsOf(node.alternate)];
  return yes && no && [...yes, ...no];
}

function targetOf(path: string, name: string): string {
  if (!name.startsWith('.')) return name;
  const file = normalize(join(dirname(path), name));
  return file.startsWith('src/') ? file : `./${file}`;
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
