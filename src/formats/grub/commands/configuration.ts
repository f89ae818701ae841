import { grubLimits } from '../budget.ts';
import { addNote, type CommandFunction, grubStatus, locateFile, type Session } from '../session.ts';

/** `source`, `.`: another file in the same context. Like GRUB's, they never fail. */
const source: CommandFunction = async (session, { args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  if (session.reading.includes(path)) addNote(session, 'limit', `${path} sources itself`);
  else await run.file(session, path);
  return grubStatus.ok;
};

/** `configfile`, `normal`: another file in a context and with a menu of its own. */
const configfile: CommandFunction = async (session, { args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  // The way back to the menu that one has come from: nothing new is there.
  if (session.reading.includes(path)) return grubStatus.ok;
  if (session.menuDepth >= grubLimits.menuDepth) {
    addNote(session, 'limit', `menus are nested deeper than ${grubLimits.menuDepth}`);
    return grubStatus.ok;
  }
  session.budget.spendSteps(Math.ceil(session.env.size / 8));
  const inner: Session = {
    ...session,
    menu: [],
    env: session.env.copy(),
    menuDepth: session.menuDepth + 1,
  };
  await run.file(inner, path);
  const menu = await run.menu(inner, inner.menu);
  if (menu.items.length > 0) session.menu.push(menu);
  return grubStatus.ok;
};

/** `extract_entries_*`: another file's entries for the menu at hand, and nothing else of it. */
const extract: CommandFunction = async (session, { args, run }) => {
  const path = findPath(session, args);
  if (path === undefined) return args.length === 1 ? grubStatus.ok : grubStatus.badArgument;
  if (session.reading.includes(path)) return grubStatus.ok;
  session.budget.spendSteps(Math.ceil(session.env.size / 8));
  const inner: Session = { ...session, menu: [], env: session.env.copy() };
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
