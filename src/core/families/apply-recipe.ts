import { type Cmdline, withoutParameters, withParameters } from '../cmdline.ts';
import { type Family, rulesOf } from './family.ts';
import type { RecipeContext } from './family-rules.ts';

/** How the families are told of an ISO that is a file on some partition: here it is a device. */
export const imageAsFile: readonly string[] = [
  ...['findiso', 'fromiso', 'isofrom', 'iso-scan/filename', 'isoboot', 'isoloop'],
  ...['img_dev', 'img_loop'],
];

/** The entry's own line, with what leads elsewhere taken out and the medium named. */
export function applyRecipe(family: Family, cmdline: Cmdline, context: RecipeContext): Cmdline {
  const { drop, add } = rulesOf(family).recipe(cmdline, context);
  const kept = withoutParameters(cmdline, new Set([...imageAsFile, ...drop]));
  return withParameters(kept, add);
}

/** The words of the entry's own line that the recipe takes out for good, in their order. */
export function leftOut(
  family: Family,
  cmdline: Cmdline,
  context: RecipeContext,
): readonly string[] {
  const after = new Set(applyRecipe(family, cmdline, context).parameters);
  return cmdline.parameters.filter((parameter) => !after.has(parameter));
}
