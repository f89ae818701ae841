import { treeBelow } from '../../formats/file-tree/mounted-tree.ts';
import { unionTree } from '../../formats/file-tree/union-tree.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { efiDirectory } from './boot-tree.ts';
import { findBootPrograms, findConfigs } from './config-locations.ts';
import { createEvaluator } from './evaluate-configs.ts';
import type { EvaluatedConfig } from './menu-entry.ts';

/**
 * The menus that lie only in the image's EFI boot partition. GRUB reads the ISO from there too, and
 * looks for it first; systemd-boot and syslinux know their own partition only. Paths are those of
 * the whole tree.
 */
export async function evaluateEfiMenus(
  tree: FileTree,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly EvaluatedConfig[]> {
  const partition = treeBelow(tree, efiDirectory);
  if ((await partition.list('/')).length === 0) return [];
  const both = { ...unionTree([tree, partition]), volumeId: tree.volumeId, ...uuidOf(tree) };
  const evaluate = createEvaluator(partition, {
    ...options,
    visibleTo: ({ format }) => (format === 'grub' ? both : partition),
  });
  const configs: EvaluatedConfig[] = [];
  const programs = await findBootPrograms(partition);
  for (const location of [...(await findConfigs(partition)), ...programs]) {
    const [config] = await evaluate([location]);
    if (config === undefined) break;
    const whole = (path: string) =>
      inWholeTree(path, location.format === 'grub' ? tree : undefined);
    configs.push({
      ...config,
      entries: await Promise.all(
        config.entries.map(async (entry) => ({
          ...entry,
          source: await whole(entry.source),
          kernel: await whole(entry.kernel),
          initrds: await Promise.all(entry.initrds.map(whole)),
        })),
      ),
    });
  }
  return configs;
}

/** `outer` is looked in first where the boot loader does so. */
async function inWholeTree(path: string, outer: FileTree | undefined): Promise<string> {
  if (outer !== undefined && (await outer.find(path)) !== undefined) return path;
  return `${efiDirectory}${path}`;
}

function uuidOf({ uuid }: FileTree): { readonly uuid?: string } {
  return uuid === undefined ? {} : { uuid };
}
