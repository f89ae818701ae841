import { grubLimits } from '../budget.ts';
import {
  addNote,
  type CommandFunction,
  grubStatus,
  innerEnvironment,
  locateFile,
  type Session,
} from '../session.ts';

/** `source`, `.`: another file in the same context. Like GRUB's, they never fail. */
const source: CommandFunction = async (session, { args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  if (session.reading.includes(path)) addNote(session, 'limit', `${path} sources itself`);
  else await run.file(session, path);
  return grubStatus.ok;
};

/** `configfile`: another file in a context and with a menu of its own; `normal` shares the context. */
const configfile: CommandFunction = async (session, { name, args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  // The way back to the menu that one has come from: nothing new is there.
  if (session.reading.includes(path)) return grubStatus.ok;
  if (session.menuDepth >= grubLimits.menuDepth) {
    session.tooDeep.add(path);
    return grubStatus.ok;
  }
  session.budget.spendSteps(Math.ceil(session.env.size / 8));
  const env = name === 'normal' ? session.env.copy() : innerEnvironment(session);
  const key = menuKey(path, env);
  if (session.opened.has(key)) return grubStatus.ok;
  session.opened.add(key);
  session.opened.add(path);
  const inner: Session = { ...session, menu: [], env, menuDepth: session.menuDepth + 1 };
  await run.file(inner, path);
  const menu = await run.menu(inner, inner.menu);
  if (menu.items.length > 0) session.menu.push(menu);
  return grubStatus.ok;
};

/** They say where one has come from, or how it looks: a menu's entries do not depend on them. */
const passing = /^(?:\?|chosen|config_file|config_directory|theme)$|^timeout|^gfx|color/;

/** Two menus of one key are the same: menus that lead to each other are many paths to few of them. */
function menuKey(path: string, env: Session['env']): string {
  return JSON.stringify([path, ...env.list().filter(([name]) => !passing.test(name))]);
}

/** `extract_entries_*`: another file's entries for the menu at hand, and nothing else of it. */
const extract: CommandFunction = async (session, { name, args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  if (session.reading.includes(path)) return grubStatus.ok;
  session.budget.spendSteps(Math.ceil(session.env.size / 8));
  const env = name.endsWith('configfile') ? innerEnvironment(session) : session.env.copy();
  const inner: Session = { ...session, menu: [], env };
  await run.file(inner, path);
  session.menu.push(...inner.menu);
  return grubStatus.ok;
};

function findPath(session: Session, args: readonly string[]): string | undefined {
  const [name] = args;
  if (name === undefined || args.length !== 1) return undefined;
  return locateFile(session, name);
}

export const configurationCommands: readonly (readonly [string, CommandFunction])[] = [
  ['source', source],
  ['.', source],
  ['configfile', configfile],
  ['normal', configfile],
  ['extract_entries_source', extract],
  ['extract_entries_configfile', extract],
];
