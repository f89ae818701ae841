import { type CommandFunction, grubStatus, type Session } from '../session.ts';

const set: CommandFunction = (session, { fields }) => {
  const field = fields[0];
  if (field === undefined) return printVariables(session);
  const equals = field.text.indexOf('=');
  if (equals < 0) return grubStatus.badArgument;
  const value = field.text.slice(equals + 1);
  session.budget.spendText(field.text.length);
  session.env.set(field.text.slice(0, equals), value, { unresolved: field.unresolved });
  return grubStatus.ok;
};

function printVariables({ env, budget, output }: Session): number {
  budget.spendSteps(Math.ceil(env.size / 8));
  const text = env
    .list()
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  budget.spendText(text.length);
  output.push(text);
  return grubStatus.ok;
}

const unset: CommandFunction = (session, { args }) => {
  if (args[0] === undefined) return grubStatus.badArgument;
  session.env.unset(args[0]);
  return grubStatus.ok;
};

const exportNames: CommandFunction = (session, { args }) => {
  if (args.length === 0) return grubStatus.badArgument;
  for (const name of args) {
    session.budget.spendText(name.length);
    session.env.export(name);
  }
  return grubStatus.ok;
};

export const variableCommands: readonly (readonly [string, CommandFunction])[] = [
  ['set', set],
  ['unset', unset],
  ['export', exportNames],
];
