import { errorCodes } from '../../src/core/error-codes.ts';
import { WebbootError } from '../../src/errors.ts';

/** Runs a command of the host; an expected failure prints its remedy and sets the exit status. */
export async function reportingErrors(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const foreseen = isWrongArgument(error) ? wrongArgument(error) : error;
    if (!(foreseen instanceof WebbootError)) throw error;
    process.stderr.write(`webboot: ${foreseen.message}\n`);
    if (foreseen.remedy !== undefined) process.stderr.write(`  ${foreseen.remedy}\n`);
    process.exitCode = errorCodes[foreseen.code].status;
  }
}

/** As parseArgs of node:util throws them. */
function isWrongArgument(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(`${error.code}`);
}

function wrongArgument(cause: Error): WebbootError {
  return new WebbootError('usage', cause.message, {
    remedy: 'See docs/testing.md and the README for the arguments of each command.',
    cause,
  });
}
