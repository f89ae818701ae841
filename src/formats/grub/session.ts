import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import type { Budget } from './budget.ts';
import { resolveGrubPath } from './device.ts';
import type { Environment } from './environment.ts';
import type { Field } from './expansion.ts';
import type { GrubMenu, LoadedLinux } from './menu.ts';
import type { Block, Command } from './syntax.ts';

/** A menu entry or submenu as it is defined: its body runs when it is chosen, not before. */
export interface MenuDefinition {
  readonly submenu: boolean;
  /** Reached by its hotkey only. */
  readonly hidden: boolean;
  readonly id: string | undefined;
  readonly title: string;
  readonly params: readonly string[];
  readonly body: readonly Command[];
  readonly path: string;
  /** The files that were being read when it was defined, outermost first. */
  readonly within: readonly string[];
}

/** A menu being defined: definitions, and menus that `configfile` opened in between. */
export type MenuDraft = (MenuDefinition | GrubMenu)[];

/** Why commands are being skipped until something takes them up again. */
interface ControlFlow {
  loops: number;
  breaks: number;
  continuing: boolean;
  returning: boolean;
  exited: boolean;
}

/** One running evaluation: everything that GRUB keeps while it reads a configuration. */
export interface Session {
  readonly tree: FileTree;
  readonly budget: Budget;
  readonly notes: ConfigNote[];
  readonly functions: Map<string, readonly Command[]>;
  readonly loopbacks: Set<string>;
  /** What `echo` and `set` printed. */
  readonly output: string[];
  readonly menu: MenuDraft;
  readonly flow: ControlFlow;
  env: Environment;
  params: readonly string[] | undefined;
  /** The file whose commands run. */
  path: string;
  /** The files that are being read, outermost first: none of them is begun again. */
  reading: readonly string[];
  wildcards: boolean;
  /** Submenus and `configfile` see every variable, as in Fedora's GRUB; upstream, exported ones. */
  readonly sharesVariables: boolean;
  /** Menus that were opened, by file and what it could see: the same again would add nothing. */
  readonly opened: Set<string>;
  /** Files that a menu too deep would have opened; most are met again less deep. */
  readonly tooDeep: Set<string>;
  nesting: number;
  menuDepth: number;
  loaded: LoadedLinux | undefined;
  /** What an entry starts instead of Linux, to complete "It starts …". */
  foreign: string | undefined;
}

export interface CommandCall {
  readonly name: string;
  /** The last one is the block's text where there is a block. */
  readonly args: readonly string[];
  /** The arguments before the block with what is known about them. */
  readonly fields: readonly Field[];
  readonly block: Block | undefined;
  readonly run: Runner;
}

/** How a command runs others: handed in, so that commands don't import the interpreter. */
export interface Runner {
  commands(session: Session, commands: readonly Command[]): Promise<number>;
  source(session: Session, text: string): Promise<number>;
  file(session: Session, path: string): Promise<number>;
  /** Runs every body of a menu, each in a context of its own. */
  menu(session: Session, draft: MenuDraft): Promise<GrubMenu>;
}

/** Gives the exit status: 0 is true. */
export type CommandFunction = (session: Session, call: CommandCall) => number | Promise<number>;

/** GRUB's own numbers for `$?`. */
export const grubStatus = {
  ok: 0,
  testFailure: 1,
  unknownDevice: 5,
  fileNotFound: 15,
  invalidCommand: 17,
  badArgument: 18,
  menu: 27,
} as const;

/** The context that a submenu or `configfile` opens. */
export function innerEnvironment({ env, sharesVariables }: Session): Environment {
  return sharesVariables ? env.copy() : env.copyExported();
}

/** As `resolveGrubPath`; what lies elsewhere is noted. */
export function locateFile(session: Session, name: string): string | undefined {
  const path = resolveGrubPath(name, session.env.get('root'), session.loopbacks);
  if (path === undefined) addNote(session, 'other-device', `${name} is not on this medium`);
  return path;
}

export function addNote(session: Session, kind: ConfigNote['kind'], text: string): void {
  addConfigNote(session.notes, { kind, path: session.path, text });
}
