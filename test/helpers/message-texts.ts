import { type ESTree, parseSync, Visitor } from 'vite';

/** A text of a source file that a person reads as a sentence. */
export interface MessageText {
  readonly line: number;
  /** Its beginning and its end, as far as they are fixed: '' if a value stands there. */
  readonly begin: string;
  readonly end: string;
}

const textKeys: ReadonlySet<string> = new Set(['remedy', 'text']);

/** Messages of errors, remedies, and the texts of problems; found by a parser. */
export function findMessages(path: string, source: string): readonly MessageText[] {
  const found: MessageText[] = [];
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const keep = (node: ESTree.Expression | ESTree.SpreadElement | undefined) => {
    for (const part of node === undefined ? [] : alternatives(node)) {
      const text = fixedText(part);
      if (text !== undefined) found.push({ line: lineOf(part.start), ...text });
    }
  };
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  new Visitor({
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'WebbootError') {
        keep(node.arguments[1]);
      }
    },
    ObjectExpression(node) {
      const named = node.properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier'
          ? [{ key: property.key.name, value: property.value }]
          : [],
      );
      if (!named.some(({ key }) => key === 'remedy')) return;
      for (const { key, value } of named) {
        if (textKeys.has(key)) keep(value as ESTree.Expression);
      }
    },
  }).visit(program);
  return found;
}

/** `a ? 'x' : 'y'`, `a ?? 'x'`: each text that may stand there. */
function alternatives(
  node: ESTree.Expression | ESTree.SpreadElement,
): readonly ESTree.Expression[] {
  switch (node.type) {
    case 'SpreadElement':
      return [];
    case 'ConditionalExpression':
      return [...alternatives(node.consequent), ...alternatives(node.alternate)];
    case 'LogicalExpression':
      return [...alternatives(node.left), ...alternatives(node.right)];
    case 'ParenthesizedExpression':
      return alternatives(node.expression);
    default:
      return [node];
  }
}

function fixedText(node: ESTree.Expression): Omit<MessageText, 'line'> | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') {
    return { begin: node.value, end: node.value };
  }
  if (node.type !== 'TemplateLiteral') return undefined;
  const cooked = node.quasis.map(({ value }) => value.cooked ?? '');
  return { begin: cooked[0] ?? '', end: cooked.at(-1) ?? '' };
}
