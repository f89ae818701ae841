import { FormatError } from '../../errors.ts';
import { createWorkBudget } from '../work-budget.ts';

/** What one evaluation may cost; a script that wants more is stopped, not waited for. */
export interface Budget {
  /** Pays for a command or for handling that many characters. Throws FormatError when broke. */
  spendSteps(count: number): void;
  /** Pays for looking into the file tree, which may be remote. */
  spendLookup(): void;
  /** Pays for text that is kept: output and variables. */
  spendText(length: number): void;
  /** Lets others have their turn now and then; to be called between commands. */
  rest(): Promise<void>;
}

export const grubLimits = {
  steps: 200_000,
  lookups: 2_000,
  text: 4 * 1024 * 1024,
  /** One argument or variable, in characters. */
  wordLength: 64 * 1024,
  /** Arguments of one command after expansion. */
  words: 10_000,
  /** Functions, sourced files and loops within one another; GRUB itself stops at 64. */
  nesting: 64,
  /** Submenus and configuration files that open one another's menus. */
  menuDepth: 8,
  entries: 2_000,
  fileBytes: 512 * 1024,
} as const;

export function createBudget(options: { readonly signal?: AbortSignal } = {}): Budget {
  const work = createWorkBudget(options);
  const left: Record<'steps' | 'lookups' | 'text', number> = {
    steps: grubLimits.steps,
    lookups: grubLimits.lookups,
    text: grubLimits.text,
  };
  const spend = (kind: keyof typeof left, count: number) => {
    left[kind] -= count;
    if (left[kind] < 0) {
      throw new FormatError('grub', 0, `the script needs more than ${grubLimits[kind]} ${kind}`);
    }
  };
  return {
    spendSteps: (count) => spend('steps', count),
    spendLookup: () => spend('lookups', 1),
    spendText: (length) => spend('text', length),
    rest: () => work.pay({}),
  };
}
