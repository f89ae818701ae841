import { formatCmdline, parseCmdline } from '../../src/core/cmdline.ts';
import { applyRecipe } from '../../src/core/families/apply-recipe.ts';
import { dialectOf, familyOf } from '../../src/core/families/evidence.ts';
import type { FamilyEvidence } from '../../src/core/families/family-rules.ts';

/** What is known of an entry: nothing but what is given. */
export function evidence(given: Partial<FamilyEvidence> = {}): FamilyEvidence {
  return {
    cmdline: 'quiet',
    kernel: '/boot/vmlinuz',
    initrds: ['/boot/initrd.img'],
    layout: new Set(),
    ...given,
  };
}

/** The family that the evidence says, and the entry's line as it becomes for a medium in memory. */
export function recognized(given: Partial<FamilyEvidence>): { family: string; line: string } {
  const known = evidence(given);
  const family = familyOf(known);
  const dialect = dialectOf(family, known);
  const line = applyRecipe(family, parseCmdline(known.cmdline), {
    device: '/dev/pmem0',
    volumeId: 'LIVE',
    ...(dialect === undefined ? {} : { dialect }),
  });
  return { family, line: formatCmdline(line) };
}
