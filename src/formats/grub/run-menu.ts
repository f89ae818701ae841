import { grubLimits } from './budget.ts';
import type { GrubItem, GrubMenu } from './menu.ts';
import {
  addNote,
  innerEnvironment,
  type MenuDefinition,
  type MenuDraft,
  type Runner,
  type Session,
} from './session.ts';

/** Runs the body of every definition, each in a context of its own, to learn what it loads. */
export async function runMenu(
  session: Session,
  draft: MenuDraft,
  runCommands: Runner['commands'],
): Promise<GrubMenu> {
  const items: GrubItem[] = [];
  let opened: GrubMenu | undefined;
  for (const part of draft) {
    if ('items' in part) {
      // What configfile opened is the menu that a person sees first.
      opened ??= part;
      items.push(...part.items);
    } else if (!part.hidden) {
      items.push(await runDefinition(session, part, runCommands));
    }
  }
  return { items, default: (opened ?? { default: session.env.get('default') }).default };
}

async function runDefinition(
  session: Session,
  definition: MenuDefinition,
  runCommands: Runner['commands'],
): Promise<GrubItem> {
  const { title } = definition;
  const id = definition.id ?? title;
  session.budget.spendSteps(1 + Math.ceil(session.env.size / 8));
  const inner: Session = {
    ...session,
    functions: new Map(session.functions),
    output: [],
    menu: [],
    flow: { loops: 0, breaks: 0, continuing: false, returning: false, exited: false },
    env: definition.submenu ? innerEnvironment(session) : session.env.copy(),
    params: definition.params,
    path: definition.path,
    reading: definition.within,
    loaded: undefined,
    foreign: undefined,
  };
  inner.env.set('chosen', id);
  inner.env.export('chosen');
  if (definition.submenu) inner.env.unset('default');
  await runCommands(inner, definition.body);
  if (definition.submenu || inner.menu.length > 0) {
    const menu = await runInnerMenu(inner, runCommands);
    if (definition.submenu || menu.items.length > 0) return { type: 'submenu', id, title, menu };
  }
  const named = definition.id !== undefined;
  const entry = { type: 'entry', id, named, title, path: definition.path } as const;
  if (inner.loaded !== undefined) return { ...entry, linux: inner.loaded };
  return inner.foreign === undefined ? entry : { ...entry, foreign: inner.foreign };
}

async function runInnerMenu(inner: Session, runCommands: Runner['commands']): Promise<GrubMenu> {
  inner.menuDepth += 1;
  if (inner.menuDepth <= grubLimits.menuDepth) return runMenu(inner, inner.menu, runCommands);
  addNote(inner, 'limit', `menus are nested deeper than ${grubLimits.menuDepth}`);
  return { items: [], default: '' };
}
