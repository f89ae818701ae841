import { errorCodes } from '../../src/core/error-codes.ts';
import { WebbootError } from '../../src/errors.ts';

/** Runs a command of the host; a foreseen failure is told with its remedy, in the exit status too. */
export async function reportingErrors(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const foreseen = isWrongArgument(error) ? wrongArgument(error) : error;
    if (!(foreseen instanceof WebbootError)) throw error;
    process.stderr.write(`webboot: ${foreseen.message}\n`);
    if (foreseen.remedy !== undefined) process.stderr.write(`  try: ${foreseen.remedy}\n`);
    process.exitCode = errorCodes[foreseen.code].status;
  }
}

/** As parseArgs of node:util throws them. */
function isWrongArgument(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(`${error.code}`);
}

function wrongArgument(cause: Error): WebbootError {
  return new WebbootError('usage', cause.message, {
    remedy: 'docs/testing.md and the README name what each command takes',
    cause,
  });
}
