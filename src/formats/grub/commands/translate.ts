import { parseOptions } from '../options.ts';
import { type CommandFunction, grubStatus } from '../session.ts';

const options = [
  { long: 'set', short: 's', value: 'required' },
  { long: 'upcase', short: 'U', value: 'none' },
  { long: 'downcase', short: 'D', value: 'none' },
] as const;

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();

/** `tr [--set VAR] [-U|-D] [SET1 SET2] [STRING]`: characters of one set for another's. */
export const translate: CommandFunction = (session, { args }) => {
  const parsed = parseOptions(args, options);
  if (parsed === undefined || parsed.positional.length > 3) return grubStatus.badArgument;
  const { values, positional } = parsed;
  const variable = values.get('set')?.at(-1);
  let input = variable === undefined ? undefined : session.env.get(variable);
  let from = values.has('downcase') ? upper : values.has('upcase') ? lower : undefined;
  let to = values.has('downcase') ? lower : values.has('upcase') ? upper : undefined;
  if (positional.length === 1) input = positional[0];
  if (positional.length > 1) [from, to, input = input] = positional;
  if (from === undefined || to === undefined || input === undefined || from.length !== to.length) {
    return grubStatus.badArgument;
  }
  const table = new Map<string, string>();
  for (const [place, character] of [...from].entries()) {
    if (!table.has(character)) table.set(character, to[place] ?? '');
  }
  const result = [...input].map((character) => table.get(character) ?? character).join('');
  session.budget.spendText(result.length);
  if (variable === undefined) session.output.push(`${result}\n`);
  else session.env.set(variable, result);
  return grubStatus.ok;
};
