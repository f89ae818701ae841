import { FormatError } from '../../../errors.ts';
import { parseOptions } from '../options.ts';
import { parsePosixRegex } from '../posix-regex.ts';
import { addNote, type CommandFunction, grubStatus } from '../session.ts';

/** Of one search, in which nothing else has its turn; paths and versions take some hundred. */
const mostSteps = 100_000;

/** `regexp [--set [NUMBER:]VARIABLE]… EXPRESSION STRING`; a variable without number gets group 1. */
export const regexp: CommandFunction = (session, { args }) => {
  session.wildcards = true;
  const parsed = parseOptions(args, [{ long: 'set', short: 's', value: 'required' }]);
  const [expression, text] = parsed?.positional ?? [];
  if (parsed?.positional.length !== 2 || expression === undefined || text === undefined) {
    return grubStatus.badArgument;
  }
  let groups: readonly (string | undefined)[] | undefined;
  try {
    let left = mostSteps;
    groups = parsePosixRegex(expression).match(text, () => {
      session.budget.spendSteps(0.1);
      left -= 1;
      if (left < 0) throw new FormatError('regexp', 0, `takes over ${mostSteps} steps`);
    });
  } catch (error) {
    if (!(error instanceof FormatError) || error.format !== 'regexp') throw error;
    addNote(session, 'syntax', `${expression}: ${error.message}`);
    return grubStatus.testFailure;
  }
  if (groups === undefined) return grubStatus.testFailure;
  for (const target of parsed.values.get('set') ?? []) {
    const colon = target.indexOf(':');
    const number = colon < 0 ? 1 : Number(target.slice(0, colon));
    const variable = target.slice(colon + 1);
    const value = groups[number];
    if (value === undefined) session.env.unset(variable);
    else session.env.set(variable, value);
  }
  return grubStatus.ok;
};
