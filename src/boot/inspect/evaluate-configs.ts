import { turnOfOthers } from '../../formats/turn-of-others.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type ConfigLocation, evaluateLocation } from './config-file.ts';
import { choosePlatform } from './config-locations.ts';
import type { EvaluatedConfig } from './menu-entry.ts';

/** Evaluates configurations of one image, one after the other. */
export type EvaluateConfigs = (
  locations: readonly ConfigLocation[],
) => Promise<readonly EvaluatedConfig[]>;

/** After so many that cost all that one may cost, the image's others are left out. */
const mostCostly = 4;

interface EvaluatorOptions {
  readonly signal?: AbortSignal;
  /** What the boot loader sees that reads this configuration; `tree` unless it is given. */
  readonly visibleTo?: (location: ConfigLocation) => FileTree;
}

export function createEvaluator(tree: FileTree, options: EvaluatorOptions = {}): EvaluateConfigs {
  let platform: ReturnType<typeof choosePlatform> | undefined;
  let costly = 0;
  return async (locations) => {
    platform ??= choosePlatform(tree);
    const evaluated: EvaluatedConfig[] = [];
    for (const location of locations) {
      if (costly === mostCostly) break;
      await turnOfOthers(options.signal);
      const visible = options.visibleTo?.(location) ?? tree;
      const config = await evaluateLocation(visible, location, await platform, options);
      if (config.notes.some(({ kind }) => kind === 'limit')) costly += 1;
      evaluated.push(config);
    }
    return evaluated;
  };
}
