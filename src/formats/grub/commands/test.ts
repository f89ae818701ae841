import { resolveGrubPath } from '../device.ts';
import { type CommandFunction, grubStatus, type Session } from '../session.ts';

const deepestParentheses = 100;

/**
 * `test EXPRESSION`, `[ EXPRESSION ]`. GRUB reads tests one after another and joins neighbours
 * by "and"; `-a` is only a separator, `-o` divides, `!` turns the next test around. An empty
 * expression is therefore true.
 */
export const test: CommandFunction = async (session, { args }) => {
  const expression = args.at(-1) === ']' ? args.slice(0, -1) : args;
  const { value } = await parseTest(session, expression, 0, 0);
  return value ? grubStatus.ok : grubStatus.testFailure;
};

async function parseTest(
  session: Session,
  args: readonly string[],
  start: number,
  depth: number,
): Promise<{ readonly value: boolean; readonly end: number }> {
  let either = false;
  let all = true;
  let inverted = false;
  let at = start;
  const take = (value: boolean) => {
    all = all && value !== inverted;
    inverted = false;
  };
  while (at < args.length) {
    session.budget.spendSteps(1);
    const word = args[at] ?? '';
    const second = args[at + 1];
    const third = args[at + 2];
    if (second !== undefined && third !== undefined) {
      const result = await compare(session, word, second, third);
      if (result !== undefined) {
        take(result);
        at += 3;
        continue;
      }
    }
    if (second !== undefined) {
      const result = await testOne(session, word, second);
      if (result !== undefined) {
        take(result);
        at += 2;
        continue;
      }
    }
    at += 1;
    if (word === ')') return { value: either || all, end: at };
    if (word === '(') {
      if (depth >= deepestParentheses) return { value: either || all, end: args.length };
      const inner = await parseTest(session, args, at, depth + 1);
      take(inner.value);
      at = inner.end;
    } else if (word === '!') inverted = !inverted;
    else if (word === '-o') {
      either = either || all;
      all = true;
    } else if (word !== '-a') take(word !== '');
  }
  return { value: either || all, end: at };
}

async function compare(
  session: Session,
  left: string,
  operator: string,
  right: string,
): Promise<boolean | undefined> {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compareBytes(left, right) < 0;
    case '<=':
      return compareBytes(left, right) <= 0;
    case '>':
      return compareBytes(left, right) > 0;
    case '>=':
      return compareBytes(left, right) >= 0;
    case '-eq':
      return parseNumber(left) === parseNumber(right);
    case '-ne':
      return parseNumber(left) !== parseNumber(right);
    case '-lt':
      return parseNumber(left) < parseNumber(right);
    case '-le':
      return parseNumber(left) <= parseNumber(right);
    case '-gt':
      return parseNumber(left) > parseNumber(right);
    case '-ge':
      return parseNumber(left) >= parseNumber(right);
    case '-pgt':
      return comparePrefixed(left, right) > 0;
    case '-plt':
      return comparePrefixed(left, right) < 0;
  }
  // Times are not compared: only a file that is there is newer than one that is not.
  if (operator.startsWith('-nt')) {
    return (await exists(session, left)) && !(await exists(session, right));
  }
  if (operator.startsWith('-ot')) {
    return !(await exists(session, left)) && (await exists(session, right));
  }
  return undefined;
}

async function testOne(
  session: Session,
  operator: string,
  operand: string,
): Promise<boolean | undefined> {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-e':
      return exists(session, operand);
    case '-d':
      return (await lookUp(session, operand))?.kind === 'directory';
    case '-f':
      return !['directory', undefined].includes((await lookUp(session, operand))?.kind);
    case '-s': {
      const entry = await lookUp(session, operand);
      return entry?.kind === 'file' && entry.size > 0;
    }
    default:
      return undefined;
  }
}

async function exists(session: Session, name: string): Promise<boolean> {
  return (await lookUp(session, name)) !== undefined;
}

async function lookUp(session: Session, name: string) {
  const path = resolveGrubPath(name, session.env.get('root'), session.loopbacks);
  if (path === undefined) return undefined;
  session.budget.spendLookup();
  if (path === '/') return { name: '', kind: 'directory', size: 0 } as const;
  return session.tree.find(path);
}

/** As C's strtol reads it: decimal, 0x… or 0…, the longest valid beginning, 0 for none. */
function parseNumber(text: string): number {
  const match = /^\s*(-?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9]\d*))/.exec(text);
  if (match === null) return 0;
  const [, sign, hexadecimal, octal, decimal] = match;
  const value =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : octal !== undefined
        ? Number.parseInt(octal || '0', 8)
        : Number(decimal);
  return sign === '-' ? -value : value;
}

/** Numbers after the common beginning: vmlinuz-2 comes before vmlinuz-11. */
function comparePrefixed(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  while (at > 0 && /\d/.test(left[at - 1] ?? '')) at -= 1;
  return parseNumber(left.slice(at)) - parseNumber(right.slice(at));
}

/** Bytes, not code units: GRUB compares UTF-8. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
