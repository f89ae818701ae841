import type { PlanProblem } from '../../core/problem.ts';
import type { ConfigNote } from '../../formats/config-note.ts';

/** What was odd about a configuration, for the person who chooses from its menu. */
export function configProblem({ kind, path, text }: ConfigNote): PlanProblem {
  const said = `${path}: ${text}`;
  switch (kind) {
    case 'unknown-command':
      return {
        severity: 'warning',
        code: 'unsupported-command',
        text: said,
        remedy: "Compare the command line with the one in the image's own menu.",
      };
    case 'unresolved':
      return {
        severity: 'warning',
        code: 'unresolved-variable',
        text: said,
        remedy: 'Add the parameter yourself if the system needs it.',
      };
    case 'syntax':
    case 'limit':
    case 'missing-file':
    case 'other-device':
      return {
        severity: 'warning',
        code: 'menu-incomplete',
        text: said,
        remedy: "Entries may be missing here. The image's own menu has them all.",
      };
  }
}
