import { type CommandFunction, grubStatus } from '../session.ts';

/** An unsigned decimal number, as these commands want it. */
function parseCount(args: readonly string[], otherwise: number): number | undefined {
  if (args.length === 0) return otherwise;
  const text = args[0] ?? '';
  return args.length === 1 && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const breakLoop: CommandFunction = (session, { name, args }) => {
  const count = parseCount(args, 1);
  if (count === undefined || count === 0) return grubStatus.badArgument;
  session.flow.breaks = Math.min(count, session.flow.loops);
  session.flow.continuing = name === 'continue';
  return grubStatus.ok;
};

const returnFrom: CommandFunction = (session, { args }) => {
  if (session.params === undefined || args.length > 1) return grubStatus.badArgument;
  const status = parseCount(args, Number(session.env.get('?')));
  if (status === undefined) return grubStatus.badArgument;
  session.flow.returning = true;
  return status;
};

const shift: CommandFunction = (session, { args }) => {
  if (session.params === undefined) return grubStatus.ok;
  const count = parseCount(args, 1);
  if (count === undefined || count > session.params.length) return grubStatus.badArgument;
  session.params = session.params.slice(count);
  return grubStatus.ok;
};

const setParams: CommandFunction = (session, { args }) => {
  if (session.params === undefined) return grubStatus.invalidCommand;
  session.params = args;
  return grubStatus.ok;
};

const exit: CommandFunction = (session) => {
  session.flow.exited = true;
  return grubStatus.ok;
};

export const flowCommands: readonly (readonly [string, CommandFunction])[] = [
  ['break', breakLoop],
  ['continue', breakLoop],
  ['return', returnFrom],
  ['shift', shift],
  ['setparams', setParams],
  ['exit', exit],
  ['true', () => grubStatus.ok],
  ['false', () => grubStatus.testFailure],
  [
    'eval',
    (session, { args, run }) =>
      args.length === 0 ? grubStatus.ok : run.source(session, args.join(' ')),
  ],
];
