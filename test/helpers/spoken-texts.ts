import { type ESTree, parseSync, Visitor } from 'vite';

/** A text of a source file, `{1}` in the places of its values. */
export interface SpokenText {
  readonly line: number;
  readonly text: string;
}

/** Two words of letters, which names, paths, patterns and switches do not have. */
const twoWords =
  /(?:^|[^\p{L}\p{N}_/.:=-])\p{L}{2,}[,;:]? (?:[\p{L}{][\p{L}'’}]*)(?=[ ,.;:?!)“”"’]|$)/u;

/** Nor do lists of such: "Up, Down", "GET, HEAD". */
const listOfNames = /^[\p{L}\d-]+(?:, [\p{L}\d-]+)*$/u;

/** Whether a text may be words for a person; markup is not. */
export function isSpoken(text: string): boolean {
  return twoWords.test(text) && !listOfNames.test(text) && !text.startsWith('<');
}

/**
 * Every text of a file. Texts of faults that nobody planned for
 * (`new Error`) and of the log are left out: they are for whoever mends it.
 */
export function findTexts(path: string, source: string): readonly SpokenText[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: SpokenText[] = [];
  const silent: (readonly [number, number])[] = [];
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const keep = (node: ESTree.Node, text: string) => {
    if (silent.some(([start, end]) => node.start >= start && node.end <= end)) return;
    found.push({ line: lineOf(node.start), text });
  };
  const hush = ({ start, end }: ESTree.Node) => silent.push([start, end]);
  new Visitor({
    ImportDeclaration: hush,
    TSLiteralType: hush,
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && faults.has(node.callee.name)) hush(node);
    },
    CallExpression(node) {
      const name = calledName(node.callee);
      if (name !== undefined && logs.has(name)) hush(node);
    },
    Literal(node) {
      if (typeof node.value === 'string') keep(node, node.value);
    },
    TemplateLiteral(node) {
      keep(node, templateText(node));
    },
  }).visit(program);
  return found;
}

const faults: ReadonlySet<string> = new Set(['Error', 'TypeError', 'RangeError']);
const logs: ReadonlySet<string> = new Set(['kernelLog', 'log']);

function calledName(callee: ESTree.Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : undefined;
}

function templateText({ quasis }: ESTree.TemplateLiteral): string {
  return quasis.map(({ value }, at) => (at === 0 ? '' : `{${at}}`) + (value.cooked ?? '')).join('');
}
