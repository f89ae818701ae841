import type { BootEntry, OtherEntry } from '../../core/image/image-facts.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { withFile } from '../../formats/file-tree/overlay-tree.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type ConfigLocation, detectConfigFormat } from './config-file.ts';
import {
  findBootPrograms,
  findConfigs,
  findOtherConfigs,
  findOwnGrubConfigs,
} from './config-locations.ts';
import { configProblem } from './config-problems.ts';
import { evaluateEfiMenus } from './efi-menus.ts';
import { entryId } from './entry-id.ts';
import { createEntryKeys } from './entry-key.ts';
import { createEvaluator, type EvaluateConfigs } from './evaluate-configs.ts';
import type { EvaluatedConfig, MenuEntry } from './menu-entry.ts';
import { expandUnified } from './unified-entries.ts';

/** Nobody chooses from a longer menu; unified images multiply what a menu has. */
const mostEntries = 2_000;

export interface BootEntries {
  /** In the order of the image's own menu; at most one is the default. */
  readonly entries: readonly BootEntry[];
  /** Titles of the menus behind which no Linux kernel lies, each with the reason. */
  readonly others: readonly OtherEntry[];
  readonly problems: readonly PlanProblem[];
  /** What scripts printed while they were evaluated. */
  readonly output: string;
}

/**
 * The Linux entries of an image's own menus. What GRUB's and isolinux's menus share is listed
 * once, where the first of them has it; the default is the first menu's.
 */
export async function readBootEntries(
  tree: FileTree,
  options: { readonly signal?: AbortSignal } = {},
): Promise<BootEntries> {
  const locations = await findConfigs(tree);
  const evaluate = createEvaluator(tree, options);
  const found = await evaluate(locations);
  if (!found.some((config) => config.entries.length > 0)) {
    const inPartition = await evaluateEfiMenus(tree, options);
    if (inPartition.some((config) => config.entries.length > 0)) {
      return combine(tree, [...found, ...inPartition]);
    }
    const others = [...(await findOtherConfigs(tree)), ...(await findBootPrograms(tree))];
    return combine(tree, [...found, ...(await firstMenu(evaluate, others))]);
  }
  if (locations.some(({ format }) => format === 'grub')) return combine(tree, found);
  return combine(tree, [...found, ...(await firstMenu(evaluate, await findOwnGrubConfigs(tree)))]);
}

/** The first of the configurations that has an entry; none if none has. */
async function firstMenu(
  evaluate: EvaluateConfigs,
  locations: readonly ConfigLocation[],
): Promise<readonly EvaluatedConfig[]> {
  for (const location of locations) {
    const [config] = await evaluate([location]);
    if (config !== undefined && config.entries.length > 0) return [config];
  }
  return [];
}

/**
 * One configuration as if the tree were an image's root. `content` is given for a file that is
 * not in the tree and stands in at `path`.
 */
export async function evaluateConfig(
  file: { readonly path: string; readonly content?: Uint8Array },
  tree: FileTree,
): Promise<BootEntries> {
  const { path, content } = file;
  const whole = content === undefined ? tree : withFile(tree, path, content);
  const opened = await whole.open(path);
  const start = await opened?.read(0, Math.min(opened.size, 64 * 1024));
  const format = detectConfigFormat(path, new TextDecoder().decode(start ?? new Uint8Array()));
  const location = { format, path: format === 'bls' ? loaderDirectory(path) : path };
  return combine(whole, await createEvaluator(whole)([location]));
}

function loaderDirectory(path: string): string {
  return path.replace(/\/(?:entries\/)?[^/]*$/i, '');
}

async function combine(tree: FileTree, from: readonly EvaluatedConfig[]): Promise<BootEntries> {
  const configs: EvaluatedConfig[] = [];
  for (const config of from) {
    const { entries, others } = await expandUnified(tree, config.entries);
    configs.push({ ...config, entries, others: [...config.others, ...others] });
  }
  const problems: PlanProblem[] = configs.flatMap(({ notes }) => notes.map(configProblem));
  const keyOf = createEntryKeys(tree);
  const listed = new Set<string>();
  const entryFiles = new Set<string>();
  const kept: MenuEntry[] = [];
  for (const { entries } of configs) {
    const keys = await Promise.all(entries.map(keyOf));
    const isFirst = kept.length === 0;
    entries.forEach((entry, index) => {
      // Only what an earlier menu has is left out: one menu may well repeat itself.
      // GRUB's blscfg has read such a file already, and filled in its variables.
      if (entryFiles.has(entry.source) || kept.length >= mostEntries) return;
      if (isFirst || !listed.has(keys[index] ?? '')) {
        kept.push(isFirst ? entry : { ...entry, default: false });
      }
    });
    for (const key of keys) listed.add(key);
    for (const { source } of entries) {
      if (/\/loader\/entries\/[^/]+\.conf$/.test(source)) entryFiles.add(source);
    }
  }
  const taken = new Map<string, number>();
  const entries = kept.map(({ above, title, ...entry }) => {
    // A menu shows such an entry as a bare line, which says nothing anywhere else.
    const named = title.trim() === '' ? entry.kernel : title;
    const id = entryId(entry.id, named, taken);
    return { ...entry, id, title: [...above, named].join(' > ') };
  });
  return {
    entries,
    others: listOthers(configs),
    problems,
    output: configs.map(({ output }) => output).join(''),
  };
}

/** Spacers and repetitions are left out. */
function listOthers(configs: readonly EvaluatedConfig[]): readonly OtherEntry[] {
  const listed = new Map<string, OtherEntry>();
  for (const { title, above, source, reason } of configs.flatMap(({ others }) => others)) {
    const whole = [...above, title].join(' > ');
    const key = `${whole}\n${reason}`;
    if (title.trim() !== '' && !listed.has(key)) listed.set(key, { title: whole, source, reason });
  }
  return [...listed.values()];
}
