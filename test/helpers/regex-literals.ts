import { type ESTree, parseSync, Visitor } from 'vite';

/** One regular expression of a source file. */
export interface RegexSite {
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

export interface RegexSites {
  /** Literals, and `new RegExp` of a constant text. */
  readonly constant: readonly RegexSite[];
  /** The code of each `new RegExp`, `RegExp(…)` of a pattern that is made while the program runs. */
  readonly dynamic: readonly { readonly line: number; readonly code: string }[];
}

/** Finds them by a parser: a division or a string is never taken for one. */
export function findRegexes(path: string, text: string): RegexSites {
  const constant: RegexSite[] = [];
  const dynamic: { line: number; code: string }[] = [];
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const built = (node: ESTree.NewExpression | ESTree.CallExpression) => {
    if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp') return;
    const line = lineOf(node.start);
    const [source, flags = ''] = node.arguments.map(textOf);
    if (source !== undefined && flags !== undefined) constant.push({ line, source, flags });
    else dynamic.push({ line, code: text.slice(node.start, node.end) });
  };
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return;
      const { pattern, flags } = node.regex;
      constant.push({ line: lineOf(node.start), source: pattern, flags });
    },
    NewExpression: built,
    CallExpression: built,
  }).visit(program);
  return { constant, dynamic };
}

function textOf(argument: ESTree.Argument): string | undefined {
  return argument.type === 'Literal' && typeof argument.value === 'string'
    ? argument.value
    : undefined;
}
