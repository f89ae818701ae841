import { exitStatus, WebbootError } from '../src/errors.ts';

/** Runs a command of the host; a foreseen failure is told with its remedy, in the exit status too. */
export async function reportingErrors(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof WebbootError)) throw error;
    process.stderr.write(`webboot: ${error.message}\n`);
    if (error.remedy !== undefined) process.stderr.write(`  try: ${error.remedy}\n`);
    process.exitCode = exitStatus[error.code];
  }
}
