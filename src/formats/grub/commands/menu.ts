import { FormatError } from '../../../errors.ts';
import { grubLimits } from '../budget.ts';
import { parseOptions } from '../options.ts';
import { parseGrubScript } from '../parser.ts';
import { type CommandFunction, grubStatus } from '../session.ts';
import type { Command } from '../syntax.ts';

const options = [
  { long: 'class', value: 'required' },
  { long: 'users', value: 'optional' },
  { long: 'hotkey', value: 'required' },
  { long: 'source', value: 'required' },
  { long: 'id', value: 'required' },
  { long: 'unrestricted', value: 'none' },
] as const;

/** `menuentry`, `submenu`, and openSUSE's `hiddenentry`, which only its hotkey reaches. */
const define: CommandFunction = (session, { name, fields, block }) => {
  const args = fields.map((field) => field.text);
  const parsed = parseOptions(args, options, { acceptDash: true });
  const source = parsed?.values.get('source')?.at(-1);
  const [title] = parsed?.positional ?? [];
  if (parsed === undefined || (source === undefined) === (block === undefined)) {
    return grubStatus.badArgument;
  }
  if (title === undefined) return grubStatus.menu;
  if (session.menu.length >= grubLimits.entries) {
    throw new FormatError('grub', 0, `more than ${grubLimits.entries} menu entries`);
  }
  session.menu.push({
    submenu: name === 'submenu',
    hidden: name === 'hiddenentry',
    id: parsed.values.get('id')?.at(-1),
    title,
    params: parsed.positional,
    body: block?.body ?? parseBody(source ?? ''),
    path: session.path,
    within: session.reading,
  });
  return grubStatus.ok;
};

function parseBody(source: string): readonly Command[] {
  return parseGrubScript(source).statements.flatMap((statement) =>
    statement.type === 'command' ? [statement.command] : [],
  );
}

export const menuCommands: readonly (readonly [string, CommandFunction])[] = [
  ['menuentry', define],
  ['submenu', define],
  ['hiddenentry', define],
];
