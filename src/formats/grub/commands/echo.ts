import { parseOptions } from '../options.ts';
import { type CommandFunction, grubStatus } from '../session.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `echo [-n] [-e] STRING…`; `\c` in an escaped string drops the newline only, as in GRUB. */
export const echo: CommandFunction = (session, { args }) => {
  const options = parseOptions(
    args,
    [
      { short: 'n', value: 'none' },
      { short: 'e', value: 'none' },
    ],
    { acceptDash: true, onlyAtStart: true },
  );
  let newline = !options?.values.has('n');
  let words = options?.positional ?? args;
  if (options?.values.has('e')) {
    words = words.map((word) =>
      word.replace(/\\(.?)/gs, (_match, letter: string) => {
        if (letter === 'c') newline = false;
        return escapes[letter] ?? '';
      }),
    );
  }
  const text = words.join(' ') + (newline ? '\n' : '');
  session.budget.spendText(text.length);
  session.output.push(text);
  return grubStatus.ok;
};

/** The command by which GRUB's own tests look at block arguments: prints the block and runs it. */
export const testBlockArgument: CommandFunction = async (session, { block, run }) => {
  if (block === undefined) return grubStatus.badArgument;
  session.budget.spendText(block.source.length + 3);
  session.output.push(`{${block.source}}\n`);
  return run.commands(session, block.body);
};
