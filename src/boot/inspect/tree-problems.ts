import { type Family, rulesOf } from '../../core/families/family.ts';
import type { FamilyEvidence } from '../../core/families/family-rules.ts';
import type { BootEntry, OtherEntry } from '../../core/image/image-facts.ts';
import type { PlanProblem } from '../../core/problem.ts';
import type { InitrdFacts } from './initrd-facts.ts';

/** What is wrong with the initrd of the entry that the facts are about. */
export function initrdProblems(
  chosen: BootEntry | undefined,
  initrd: InitrdFacts,
): readonly PlanProblem[] {
  if (chosen === undefined || initrd.kind !== 'unreadable') return [];
  return [
    {
      severity: 'warning',
      code: 'initrd-unreadable',
      text: `The initrd of “${chosen.title}”: ${initrd.why}`,
      remedy: 'The image may be damaged: verify it, or choose another entry.',
    },
  ];
}

/** Why an image without a Linux entry has none. */
export function noEntries(system: string | undefined, others: readonly OtherEntry[]): PlanProblem {
  const [other] = others;
  const why = other === undefined ? '' : ` “${other.title}”: ${other.reason}`;
  return {
    severity: 'blocker',
    code: 'no-entries',
    text:
      system === undefined
        ? `None of the image's menus has an entry that starts Linux.${why}`
        : `This is an image of ${system}: none of its menus has an entry that starts Linux.`,
    remedy:
      system === undefined
        ? 'Choose a live Linux image. webboot cannot start other systems.'
        : `webboot starts only Linux. To start ${system}, write the image to a stick of its own.`,
  };
}

/** Whether it is known how the entry's initramfs finds its medium. */
export function familyProblems(
  family: Family,
  evidence: FamilyEvidence | undefined,
): readonly PlanProblem[] {
  if (evidence === undefined || evidence.initrds.length === 0) return [];
  const { unsettled, withoutMedium } = rulesOf(family);
  if (unsettled !== undefined && withoutMedium?.(evidence) === undefined) {
    return [unsettledFamily(family, unsettled)];
  }
  if (family !== 'unknown') return [];
  return [
    {
      severity: 'warning',
      code: 'unknown-family',
      text: 'The tool that made the initrd is unknown, and so are the parameters that locate the image.',
      remedy: 'Add the parameters for its medium to the command line yourself.',
    },
  ];
}

function unsettledFamily(family: Family, why: string): PlanProblem {
  return {
    severity: 'warning',
    code: 'unknown-family',
    text: `It is not known whether an initrd of the family ${family} finds its image in memory. ${why}`,
    remedy: 'Try it, and report how far it gets.',
  };
}
