import { type ParseArgsConfig, parseArgs } from 'node:util';
import { WebbootError } from '../errors.ts';

/** `parseArgs` with positionals; what a person mistyped is a `usage` error that names the help. */
export function parseArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  argv: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new WebbootError('usage', message, { remedy: `${command} --help`, cause });
  }
}
