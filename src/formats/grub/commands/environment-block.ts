import { resolveGrubPath } from '../device.ts';
import { parseOptions } from '../options.ts';
import { readConfigFile } from '../read-config.ts';
import { type CommandFunction, grubStatus } from '../session.ts';

const options = [
  { long: 'file', short: 'f', value: 'required' },
  { long: 'skip-sig', short: 's', value: 'none' },
] as const;

/** `load_env`: the variables of `$prefix/grubenv`, all or those that are named. */
const loadEnvironment: CommandFunction = async (session, { args }) => {
  const parsed = parseOptions(args, options);
  if (parsed === undefined) return grubStatus.badArgument;
  const name = parsed.values.get('file')?.at(-1) ?? `${session.env.get('prefix')}/grubenv`;
  const path = resolveGrubPath(name, session.env.get('root'), session.loopbacks);
  const text = path === undefined ? undefined : await readConfigFile(session, path);
  if (text === undefined) return grubStatus.fileNotFound;
  session.budget.spendText(text.length);
  // A backslash escapes a backslash or a line's end; the block is padded with `#`.
  for (const line of text.match(/(?:\\[\s\S]|[^\\\n])+/g) ?? []) {
    const match = /^([^#=\s][^=\s]*)=([\s\S]*)$/.exec(line);
    const [, variable, value] = match ?? [];
    if (variable === undefined || value === undefined) continue;
    if (parsed.positional.length > 0 && !parsed.positional.includes(variable)) continue;
    session.env.set(variable, value.replace(/\\([\s\S])/g, '$1'));
  }
  return grubStatus.ok;
};

export const environmentCommands: readonly (readonly [string, CommandFunction])[] = [
  ['load_env', loadEnvironment],
  // Nothing is ever written to a medium that is only looked at.
  ['save_env', () => grubStatus.ok],
  ['list_env', () => grubStatus.ok],
];
