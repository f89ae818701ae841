import { FormatError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { ConfigNote } from '../config-note.ts';
import { createBudget, grubLimits } from './budget.ts';
import { treeDevice } from './device.ts';
import { createEnvironment } from './environment.ts';
import { runner } from './interpreter.ts';
import type { GrubMenu } from './menu.ts';
import { addNote, type MenuDraft, type Session } from './session.ts';

/** The machine that the script is to believe it runs on. */
export interface GrubPlatform {
  /** `$grub_cpu`: "x86_64", "i386", "arm64". */
  readonly cpu: string;
  /** `$grub_platform`: "efi", "pc". */
  readonly platform: string;
  /** The image's GRUB has Fedora's patches: its contexts share all variables. */
  readonly fedora?: boolean;
}

export interface GrubResult {
  readonly menu: GrubMenu;
  /** What commands printed while the configuration was read. */
  readonly output: string;
  readonly notes: readonly ConfigNote[];
}

const features = [
  'feature_chainloader_bpb',
  'feature_ntldr',
  'feature_platform_search_hint',
  'feature_default_font_path',
  'feature_all_video_module',
  'feature_menuentry_id',
  'feature_menuentry_options',
  'feature_200_final',
  'feature_nativedisk_cmd',
  'feature_timeout_style',
  'feature_search_cryptodisk_only',
];

/**
 * Evaluates a GRUB configuration of a tree as if GRUB had been started from the same tree: reads
 * it, then runs the body of every menu entry in a context of its own to learn what it loads.
 * Costs are bounded (`grubLimits`); what goes wrong is in the notes, and the rest still counts.
 * Source: GNU GRUB manual 2.12, "Writing full configuration files directly" and "Commands".
 */
export async function evaluateGrub(
  tree: FileTree,
  path: string,
  { cpu, platform, fedora = false }: GrubPlatform,
  options: { readonly signal?: AbortSignal } = {},
): Promise<GrubResult> {
  const directory = path.slice(0, path.lastIndexOf('/'));
  const env = createEnvironment();
  for (const feature of features) env.set(feature, 'y');
  env.set('grub_cpu', cpu);
  env.set('grub_platform', platform);
  env.set('root', treeDevice);
  env.set('prefix', directory);
  env.set('cmdpath', `(${treeDevice})${directory}`);
  for (const [name] of env.list()) env.export(name);
  env.set('?', '0');
  const session: Session = {
    tree,
    budget: createBudget(options),
    notes: [],
    functions: new Map(),
    loopbacks: new Set(),
    output: [],
    menu: [],
    flow: { loops: 0, breaks: 0, continuing: false, returning: false, exited: false },
    env,
    params: undefined,
    path,
    reading: [],
    wildcards: false,
    sharesVariables: fedora,
    opened: new Set(),
    tooDeep: new Set(),
    nesting: 0,
    menuDepth: 0,
    loaded: undefined,
    foreign: undefined,
  };
  await stopAtLimit(session, () => runner.file(session, path));
  let menu: GrubMenu = { items: [], default: '' };
  // Bodies have a budget of their own, and run one at a time: a limit met in one costs no other.
  const choosing: Session = { ...session, budget: createBudget(options) };
  choosing.flow.exited = false;
  for (const part of session.menu) {
    await stopAtLimit(choosing, async () => {
      const next = await runner.menu(choosing, [part] satisfies MenuDraft);
      menu = { items: [...menu.items, ...next.items], default: menu.default || next.default };
    });
  }
  for (const file of session.tooDeep) {
    if (session.opened.has(file)) continue;
    addNote(session, 'limit', `${file} lies deeper than ${grubLimits.menuDepth} menus`);
  }
  if (session.loaded !== undefined) {
    const title = directory === '' ? path : directory.slice(1);
    const entry = { type: 'entry', id: path, named: false, title, path } as const;
    menu = { ...menu, items: [{ ...entry, linux: session.loaded }, ...menu.items] };
  }
  return { menu, output: session.output.join(''), notes: session.notes };
}

async function stopAtLimit(session: Session, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    addNote(session, 'limit', error.message);
  }
}
