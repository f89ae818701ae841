import { findCommand } from './app/commands.ts';
import type { CliIo } from './cli/io.ts';
import { errorCodes } from './core/error-codes.ts';
import { line, printableText } from './core/printable.ts';
import { redact } from './core/settings/redact.ts';
import { FormatError, WebbootError } from './errors.ts';

const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.once('SIGTERM', () => cancel.abort());
process.on('SIGHUP', () => cancel.abort());

// `webboot list | head` is no error, and neither is a terminal that was closed. Whoever is about to jump goes on:
// half of the machine is at rest by then.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    cancel.abort();
  });
}

process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(printableText(text)),
  stderr: (text) => void process.stderr.write(printableText(text)),
  env: process.env,
  signal: cancel.signal,
});

async function main(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const { run, rest } = await findCommand(argv);
    return await run(rest, io);
  } catch (error) {
    return reportError(error, io);
  }
}

function reportError(error: unknown, io: CliIo): number {
  if (error instanceof WebbootError) {
    io.stderr(line`webboot: ${redact(error.message)} [${error.code}]\n`);
    if (error.remedy !== undefined) io.stderr(line`  ${redact(error.remedy)}\n`);
    return errorCodes[error.code].status;
  }
  if (error instanceof FormatError) {
    io.stderr(line`webboot: ${redact(error.message)} [damaged-image]\n`);
    return errorCodes['damaged-image'].status;
  }
  if (cancel.signal.aborted) return errorCodes.cancelled.status;
  const fault = error instanceof Error ? error.stack : error;
  io.stderr(`webboot: a fault in webboot: ${redact(`${fault}`)}\n`);
  return errorCodes.bug.status;
}
