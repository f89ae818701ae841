import { parseArgs } from 'node:util';
import { WebbootError } from '../errors.ts';
import type { CommandDescription, OptionDescriptions, Summary } from './command-description.ts';
import { helpText } from './help-text.ts';
import type { CliIo } from './io.ts';

export interface CommandInput<O extends OptionDescriptions> {
  readonly values: ReturnType<typeof parseArgs<{ allowPositionals: true; options: O }>>['values'];
  readonly positionals: readonly string[];
}

/** A command that acts through `Tools`. */
export interface Command<Tools> extends CommandDescription {
  /** Returns the exit status; throws WebbootError. */
  readonly main: (argv: readonly string[], io: CliIo, tools: Tools) => Promise<number>;
}

interface Definition<O extends OptionDescriptions, Tools> extends CommandDescription {
  readonly options: O;
  /** Other commands, to be listed by the help. */
  readonly commands?: (tools: Tools) => readonly Summary[];
  readonly run: (input: CommandInput<O>, io: CliIo, tools: Tools) => Promise<number>;
}

const help = { type: 'boolean', short: 'h', default: false, help: 'Show this help.' } as const;

/** A command with `--help`, and with a remedy for whatever is mistyped. */
export function defineCommand<O extends OptionDescriptions, Tools>(
  definition: Definition<O, Tools>,
): Command<Tools> {
  const { run, commands, ...rest } = definition;
  const description = { ...rest, options: { ...definition.options, help } };
  return {
    ...description,
    async main(argv, io, tools) {
      const input = parse(description.name, argv, description.options);
      if ('help' in input.values && input.values.help === true) {
        io.stdout(helpText(description, commands?.(tools)));
        return 0;
      }
      return run(input, io, tools);
    },
  };
}

/** For what a command was called with and cannot use. */
export function usageError(command: string, message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: `See "${command} --help".` });
}

function parse<O extends OptionDescriptions>(
  name: string,
  argv: readonly string[],
  options: O,
): CommandInput<O> {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new WebbootError('usage', message, { remedy: `See "${name} --help".`, cause });
  }
}
