import { dialectOf, familyOf, layoutPaths } from '../../core/families/evidence.ts';
import type { Family } from '../../core/families/family.ts';
import type { FamilyEvidence } from '../../core/families/family-rules.ts';
import type { BootEntry } from '../../core/image/image-facts.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { InitrdFacts } from './initrd-facts.ts';

/** Those of the paths that families have on their media which the image holds. */
export async function findLayout(tree: FileTree): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const path of layoutPaths) if ((await tree.find(path)) !== undefined) found.add(path);
  return found;
}

/** What is known of an entry's family, from its menu, its image and its initrds. */
export function evidenceOf(
  chosen: BootEntry,
  around: {
    readonly entries: readonly BootEntry[];
    readonly layout: ReadonlySet<string>;
    readonly initrd: InitrdFacts;
  },
): FamilyEvidence {
  const { entries, layout, initrd } = around;
  const siblings = entries.filter(({ initrds }) => initrds.join() === chosen.initrds.join());
  return {
    ...chosen,
    siblings: siblings.map(({ cmdline }) => cmdline),
    layout,
    ...(initrd.kind === 'read' ? { initrd: initrd.paths } : {}),
  };
}

export function familyFacts(evidence: FamilyEvidence | undefined): {
  readonly family: Family;
  readonly dialect: string | undefined;
} {
  if (evidence === undefined) return { family: 'unknown', dialect: undefined };
  const family = familyOf(evidence);
  return { family, dialect: dialectOf(family, evidence) };
}
