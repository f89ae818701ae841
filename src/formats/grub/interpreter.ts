import { FormatError } from '../../errors.ts';
import { grubLimits } from './budget.ts';
import { findCommand } from './commands/table.ts';
import { expandWords, type Field } from './expansion.ts';
import { parseGrubScript, prepareConfigText } from './parser.ts';
import { readConfigFile } from './read-config.ts';
import { runMenu } from './run-menu.ts';
import { addNote, type CommandCall, grubStatus, type Runner, type Session } from './session.ts';
import type { Command, Statement } from './syntax.ts';

/** Runs scripts, files and menus. The exit status of the last command comes back, 0 for true. */
export const runner: Runner = {
  commands: runCommands,
  source: (session, text) => runScript(session, text, { stopAtError: true }),
  file: runFile,
  menu: (session, draft) => runMenu(session, draft, runCommands),
};

async function runScript(
  session: Session,
  text: string,
  options: { readonly stopAtError?: boolean } = {},
): Promise<number> {
  session.budget.spendSteps(Math.ceil(text.length / 64));
  const script = parseGrubScript(text, options);
  for (const error of script.errors) addNote(session, 'syntax', error.message);
  let status = 0;
  for (const statement of script.statements) {
    if (isSkipping(session)) break;
    status = await runStatement(session, statement, status);
  }
  return status;
}

async function runStatement(
  session: Session,
  statement: Statement,
  before: number,
): Promise<number> {
  if (statement.type === 'function') {
    session.functions.set(statement.name, statement.body);
    return before;
  }
  return runCommand(session, statement.command);
}

async function runFile(session: Session, path: string): Promise<number> {
  const text = await readConfigFile(session, path);
  if (text === undefined) return grubStatus.fileNotFound;
  return nested(session, async () => {
    const outer = session.path;
    const { reading } = session;
    const file = session.env.get('config_file');
    const directory = session.env.get('config_directory');
    session.path = path;
    session.reading = [...reading, path];
    session.env.set('config_file', path);
    session.env.set('config_directory', path.slice(0, path.lastIndexOf('/')));
    session.env.export('config_file');
    session.env.export('config_directory');
    try {
      return await runScript(session, prepareConfigText(text));
    } finally {
      session.path = outer;
      session.reading = reading;
      session.env.set('config_file', file);
      session.env.set('config_directory', directory);
    }
  });
}

async function runCommands(session: Session, commands: readonly Command[]): Promise<number> {
  let status = 0;
  for (const command of commands) {
    if (isSkipping(session)) break;
    status = await runCommand(session, command);
  }
  return status;
}

async function runCommand(session: Session, command: Command): Promise<number> {
  session.budget.spendSteps(1);
  await session.budget.rest();
  const status = await nested(session, () => {
    switch (command.type) {
      case 'simple':
        return runSimple(session, command);
      case 'if':
        return runIf(session, command);
      case 'for':
        return runFor(session, command);
      case 'while':
        return runWhile(session, command);
    }
  });
  session.env.set('?', String(status));
  return status;
}

async function runSimple(session: Session, command: Command & { type: 'simple' }): Promise<number> {
  let fields = await expandWords(command.words, session);
  const negated = fields[0]?.text === '!';
  if (negated) fields = fields.slice(1);
  const name = fields[0]?.text;
  if (name === undefined) return negated ? grubStatus.badArgument : grubStatus.ok;
  const rest = fields.slice(1);
  const args = rest.map((field) => field.text);
  // To commands that don't know about blocks, one is an argument like any other.
  if (command.block !== undefined) args.push(`{${command.block.source}}`);
  const call: CommandCall = { name, args, fields: rest, block: command.block, run: runner };
  const builtIn = findCommand(name);
  const body = session.functions.get(name);
  let status: number;
  if (builtIn !== undefined) status = await builtIn(session, call);
  else if (body !== undefined) status = await callFunction(session, body, call.args);
  // As in GRUB, neither an assignment nor an unknown command fails.
  else return assign(session, fields[0]);
  session.env.set('?', String(status));
  if (!negated) return status;
  return status === 0 ? grubStatus.testFailure : grubStatus.ok;
}

function assign(session: Session, field: Field | undefined): number {
  const text = field?.text ?? '';
  const equals = text.indexOf('=');
  if (equals < 0) {
    // Ubuntu's menus have a bare `grub_platform`: a variable's name, meant to do nothing.
    if (session.env.has(text)) return grubStatus.ok;
    addNote(session, 'unknown-command', `the command ${text} is not known here`);
    return grubStatus.ok;
  }
  const name = text.slice(0, equals);
  if (!/^(?:\d.*|[#*@])$/s.test(name)) {
    const value = text.slice(equals + 1);
    session.budget.spendText(value.length + name.length);
    session.env.set(name, value, { unresolved: field?.unresolved ?? false });
  }
  return grubStatus.ok;
}

async function callFunction(
  session: Session,
  body: readonly Command[],
  params: readonly string[],
): Promise<number> {
  const outer = session.params;
  const loops = session.flow.loops;
  session.params = params;
  session.flow.loops = 0;
  const status = await runCommands(session, body);
  session.flow.returning = false;
  session.flow.loops = loops;
  session.params = outer;
  return status;
}

async function runIf(session: Session, command: Command & { type: 'if' }): Promise<number> {
  for (const clause of command.clauses) {
    const status = await runCommands(session, clause.condition);
    if (session.flow.returning || session.flow.exited) return status;
    if (session.env.get('?') === '0') return runCommands(session, clause.body);
  }
  return runCommands(session, command.otherwise);
}

async function runFor(session: Session, command: Command & { type: 'for' }): Promise<number> {
  const values = await expandWords(command.words, session);
  const { flow } = session;
  let status = 0;
  flow.loops += 1;
  for (const { text, unresolved } of values) {
    session.env.set(command.name, text, { unresolved });
    status = await runCommands(session, command.body);
    if (flow.returning || flow.exited || stopsLoop(session)) break;
  }
  flow.loops -= 1;
  return status;
}

async function runWhile(session: Session, command: Command & { type: 'while' }): Promise<number> {
  const { flow } = session;
  let status: number;
  flow.loops += 1;
  for (;;) {
    status = await runCommands(session, command.condition);
    if (flow.returning || flow.exited || (status === 0) === command.until) break;
    status = await runCommands(session, command.body);
    if (flow.returning || flow.exited || stopsLoop(session)) break;
  }
  flow.loops -= 1;
  return status;
}

/** Takes up a `break` or `continue`: whether the loop at hand ends by it. */
function stopsLoop(session: Session): boolean {
  const { flow } = session;
  if (flow.breaks === 0) return false;
  flow.breaks -= 1;
  return flow.breaks > 0 || !flow.continuing;
}

function isSkipping({ flow }: Session): boolean {
  return flow.breaks > 0 || flow.returning || flow.exited;
}

async function nested<T>(session: Session, action: () => Promise<T>): Promise<T> {
  if (session.nesting >= grubLimits.nesting) {
    throw new FormatError('grub', 0, `nested deeper than ${grubLimits.nesting}`);
  }
  session.nesting += 1;
  try {
    return await action();
  } finally {
    session.nesting -= 1;
  }
}
