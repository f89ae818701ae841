import { createWriteStream, mkdirSync } from 'node:fs';
import { printableText } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import { runDirectory } from './run-directory.ts';

const directory = `${runDirectory}/log`;

export interface LogFile {
  /** One line, with the time; secrets are taken out. */
  write(text: string): void;
}

/** A file in the folder for logs, readable by root only. A log that cannot be written stops nothing. */
export function openLogFile(name: string, secrets: readonly string[]): LogFile {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch {
    return { write: () => {} };
  }
  const stream = createWriteStream(`${directory}/${name}`, { flags: 'a', mode: 0o600 });
  stream.on('error', () => {});
  return {
    write: (text) => {
      stream.write(`${new Date().toISOString()} ${printableText(redact(text, secrets))}\n`);
    },
  };
}
