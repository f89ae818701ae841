import { FormatError } from '../../errors.ts';
import { createLexer, type Lexer, type Token } from './lexer.ts';
import type { Block, Command, Statement, Word } from './syntax.ts';

export interface Script {
  readonly statements: readonly Statement[];
  /** Parts that GRUB would refuse; it goes on after each, and so does this. At most 20 are kept. */
  readonly errors: readonly FormatError[];
}

/** Deeper than any real configuration; keeps hostile nesting off the stack. */
const deepestNesting = 100;
const keptErrors = 20;

/**
 * GRUB's shell-like language (GNU GRUB manual, "Writing full configuration files directly").
 * As in GRUB, a syntax error costs the commands of its line, or of the block that it stands in;
 * `eval` gives up altogether, hence `stopAtError`.
 */
export function parseGrubScript(
  source: string,
  options: { readonly stopAtError?: boolean } = {},
): Script {
  const lexer = createLexer(source);
  const statements: Statement[] = [];
  const errors: FormatError[] = [];
  for (;;) {
    try {
      const line = parseLine(lexer, source);
      if (line === undefined) return { statements, errors };
      for (const statement of line) statements.push(statement);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      if (errors.length < keptErrors) errors.push(error);
      if (options.stopAtError === true) return { statements, errors };
      lexer.skipLine();
    }
  }
}

/**
 * The text of a configuration file as GRUB reads it: without carriage returns, and without lines
 * that begin with `#`, even in the middle of a quoted string.
 */
export function prepareConfigText(text: string): string {
  return text.replaceAll('\r', '').replace(/^#.*(?:\n|$)/gm, '');
}

function parseLine(lexer: Lexer, source: string): Statement[] | undefined {
  const statements: Statement[] = [];
  skipNewlines(lexer);
  for (;;) {
    const token = lexer.peek();
    if (token.kind === 'end') return statements.length > 0 ? statements : undefined;
    if (token.kind === 'newline') {
      lexer.take();
      return statements;
    }
    statements.push(parseStatement(lexer, source));
    const after = lexer.peek();
    if (after.kind === ';') lexer.take();
    else if (after.kind !== 'newline' && after.kind !== 'end') throw unexpected(after);
  }
}

function parseStatement(lexer: Lexer, source: string): Statement {
  if (!isKeyword(lexer.peek(), 'function')) {
    return { type: 'command', command: parseCommand(lexer, source, 0) };
  }
  lexer.take();
  const name = takeName(lexer);
  skipNewlines(lexer);
  takeKind(lexer, '{');
  const body = parseCommands(lexer, source, 1);
  // Unlike a block's, a function's last command needs its ; or line's end.
  if (!isSeparator(lexer.last())) throw unexpected(lexer.peek());
  takeKind(lexer, '}');
  return { type: 'function', name, body };
}

/** Commands up to a token that cannot begin one (a keyword or `}`), which is left to the caller. */
function parseCommands(lexer: Lexer, source: string, depth: number): Command[] {
  if (depth > deepestNesting) {
    throw new FormatError('grub', lexer.peek().start, `nested deeper than ${deepestNesting}`);
  }
  skipNewlines(lexer);
  const commands: Command[] = [parseCommand(lexer, source, depth)];
  for (;;) {
    if (!isSeparator(lexer.peek())) return commands;
    lexer.take();
    skipNewlines(lexer);
    if (endsCommands(lexer.peek())) return commands;
    commands.push(parseCommand(lexer, source, depth));
  }
}

const closing = new Set(['then', 'elif', 'else', 'fi', 'do', 'done']);
const reserved = new Set([...closing, 'case', 'esac', 'in', 'select', 'function']);

function endsCommands(token: Token): boolean {
  if (token.kind === 'word') return token.name !== undefined && closing.has(token.name);
  return token.kind === '}' || token.kind === 'end';
}

function parseCommand(lexer: Lexer, source: string, depth: number): Command {
  const token = lexer.peek();
  if (token.kind !== 'word') throw unexpected(token);
  switch (token.name) {
    case 'if':
      return parseIf(lexer, source, depth);
    case 'for':
      return parseFor(lexer, source, depth);
    case 'while':
    case 'until':
      return parseWhile(lexer, source, depth);
  }
  if (token.name !== undefined && reserved.has(token.name)) throw unexpected(token);
  const words: Word[] = [];
  let next = lexer.peek();
  while (next.kind === 'word') {
    words.push(next.word);
    lexer.take();
    next = lexer.peek();
  }
  const block = next.kind === '{' ? parseBlock(lexer, source, depth) : undefined;
  return { type: 'simple', words, block, offset: token.start };
}

function parseBlock(lexer: Lexer, source: string, depth: number): Block {
  const open = takeKind(lexer, '{');
  const body = parseCommands(lexer, source, depth + 1);
  const close = takeKind(lexer, '}');
  return { source: source.slice(open.end, close.start), body };
}

function parseIf(lexer: Lexer, source: string, depth: number): Command {
  const clauses: { condition: Command[]; body: Command[] }[] = [];
  let otherwise: Command[] = [];
  lexer.take();
  for (;;) {
    const condition = parseCommands(lexer, source, depth + 1);
    takeKeyword(lexer, 'then');
    clauses.push({ condition, body: parseCommands(lexer, source, depth + 1) });
    if (isKeyword(lexer.peek(), 'elif')) {
      lexer.take();
      continue;
    }
    if (isKeyword(lexer.peek(), 'else')) {
      lexer.take();
      otherwise = parseCommands(lexer, source, depth + 1);
    }
    takeKeyword(lexer, 'fi');
    return { type: 'if', clauses, otherwise };
  }
}

function parseFor(lexer: Lexer, source: string, depth: number): Command {
  lexer.take();
  const name = takeName(lexer);
  takeKeyword(lexer, 'in');
  const words: Word[] = [];
  for (let token = lexer.peek(); token.kind === 'word'; token = lexer.peek()) {
    words.push(token.word);
    lexer.take();
  }
  return { type: 'for', name, words, body: parseLoopBody(lexer, source, depth) };
}

function parseWhile(lexer: Lexer, source: string, depth: number): Command {
  const until = isKeyword(lexer.take(), 'until');
  const condition = parseCommands(lexer, source, depth + 1);
  takeKeyword(lexer, 'do');
  const body = parseCommands(lexer, source, depth + 1);
  takeKeyword(lexer, 'done');
  return { type: 'while', until, condition, body };
}

function parseLoopBody(lexer: Lexer, source: string, depth: number): Command[] {
  const separator = lexer.take();
  if (!isSeparator(separator)) throw unexpected(separator);
  skipNewlines(lexer);
  takeKeyword(lexer, 'do');
  const body = parseCommands(lexer, source, depth + 1);
  takeKeyword(lexer, 'done');
  return body;
}

function skipNewlines(lexer: Lexer): void {
  while (lexer.peek().kind === 'newline') lexer.take();
}

function isSeparator(token: Token | undefined): boolean {
  return token?.kind === ';' || token?.kind === 'newline';
}

function isKeyword(token: Token, name: string): boolean {
  return token.kind === 'word' && token.name === name;
}

function takeKeyword(lexer: Lexer, name: string): void {
  if (!isKeyword(lexer.peek(), name)) throw unexpected(lexer.peek());
  lexer.take();
}

function takeName(lexer: Lexer): string {
  const token = lexer.peek();
  if (token.kind !== 'word' || token.name === undefined || reserved.has(token.name)) {
    throw unexpected(token);
  }
  lexer.take();
  return token.name;
}

function takeKind(lexer: Lexer, kind: '{' | '}'): Token {
  const token = lexer.peek();
  if (token.kind !== kind) throw unexpected(token);
  return lexer.take();
}

function unexpected(token: Token): FormatError {
  const what = token.kind === 'word' ? (token.name ?? 'word') : token.kind;
  return new FormatError('grub', token.start, `unexpected ${what}`);
}
