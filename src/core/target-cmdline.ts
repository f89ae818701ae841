import {
  type Cmdline,
  formatCmdline,
  hasParameter,
  parameterName,
  parseCmdline,
  withParameters,
} from './cmdline.ts';
import type { Family } from './family.ts';
import { memmapParameter, type Reservation } from './memory-map.ts';
import { applyRecipe } from './recipes/recipes.ts';

export interface TargetCmdlineInput {
  /** The entry's own line, or the person's edit of it. */
  readonly cmdline: string;
  readonly family: Family;
  readonly device: string;
  readonly volumeId: string;
  readonly reservation: Reservation;
  /** `console=` values of the consoles that webboot runs on. */
  readonly consoles: readonly string[];
  /** The graft's init, when something is grafted; it runs the entry's own one afterwards. */
  readonly rdinit?: string;
  /** From the catalogue, then from the person: last, so that they win. */
  readonly extra: readonly string[];
}

/**
 * The command line for the target's kernel. Order is kept; what webboot adds stands before a
 * bare `--`, behind which the kernel would hand it to init.
 */
export function planCmdline(input: TargetCmdlineInput): string {
  let line: Cmdline = parseCmdline(input.cmdline);
  line = applyRecipe(input.family, line, input);
  if (!hasParameter(line, 'console')) {
    line = withParameters(
      line,
      input.consoles.map((console) => `console=${console}`),
    );
  }
  line = withParameters(line, [memmapParameter(input.reservation)]);
  if (input.rdinit !== undefined) {
    const others = line.parameters.filter((parameter) => parameterName(parameter) !== 'rdinit');
    line = withParameters({ ...line, parameters: others }, [`rdinit=${input.rdinit}`]);
  }
  for (const extra of input.extra) {
    const added = parseCmdline(extra);
    line = {
      parameters: [...line.parameters, ...added.parameters],
      initArguments: [...line.initArguments, ...added.initArguments],
    };
  }
  return formatCmdline(line);
}
