import {
  type Cmdline,
  formatCmdline,
  hasParameter,
  parameterName,
  parameterValue,
  parseCmdline,
  withParameters,
} from '../cmdline.ts';
import { applyRecipe } from '../families/apply-recipe.ts';
import type { Family } from '../families/family.ts';
import { type LocaleWish, localeParameters } from '../families/localize.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import { memmapParameter, type Reservation } from '../machine/memory-map.ts';
import type { PlanProblem } from '../problem.ts';
import { acpiWords } from './acpi-words.ts';
import { withInit } from './graft-init.ts';

export interface TargetCmdlineInput {
  /** The entry's own line, or the person's edit of it. */
  readonly cmdline: string;
  readonly family: Family;
  readonly dialect?: string;
  readonly device: string;
  readonly volumeId: string;
  /** Absent where the target's image lies in no memory of its own. */
  readonly reservation?: Reservation;
  /** Absent where nothing but the image decides. */
  readonly host?: Pick<HostFacts, 'arch' | 'firmware'>;
  /** `console=` values of the consoles that webboot runs on. */
  readonly consoles: readonly string[];
  /** The graft's init, when something is grafted; it runs the entry's own one afterwards. */
  readonly rdinit?: string;
  readonly localize?: LocaleWish;
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
  if (input.localize !== undefined) {
    const lines = [line, ...input.extra.map(parseCmdline)];
    line = withParameters(line, localeParameters(input.family, lines, input.localize));
  }
  if (!hasParameter(line, 'console')) {
    line = withParameters(
      line,
      input.consoles.map((console) => `console=${console}`),
    );
  }
  if (input.host !== undefined) line = withParameters(line, acpiWords(line, input.host));
  if (input.reservation !== undefined) {
    line = withParameters(line, [memmapParameter(input.reservation)]);
  }
  for (const extra of input.extra) {
    const added = parseCmdline(extra);
    line = {
      parameters: [...line.parameters, ...added.parameters],
      initArguments: [...line.initArguments, ...added.initArguments],
    };
  }
  return formatCmdline(input.rdinit === undefined ? line : withInit(line, input.rdinit));
}

/** With more regions than these, kernel address randomization goes off (kaslr.c, mem_avoid_memmap). */
const mostMemmaps = 4;

/** What a finished command line would do that nobody asked for. */
export function cmdlineProblems(cmdline: string): readonly PlanProblem[] {
  const regions = parseCmdline(cmdline)
    .parameters.filter((parameter) => parameterName(parameter) === 'memmap')
    .flatMap((parameter) => parameterValue(parameter).split(','));
  if (regions.length <= mostMemmaps) return [];
  return [
    {
      severity: 'warning',
      code: 'too-many-memmaps',
      text: `The command line has ${regions.length} memmap= regions; with more than ${mostMemmaps}, the kernel stops randomizing its address (KASLR) and may overwrite the image.`,
      remedy: `Remove memmap= parameters that you added until ${mostMemmaps} are left.`,
    },
  ];
}
