import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { ReadStream, WriteStream } from 'node:tty';

/** A terminal that a person may sit at; the menu's console, structurally. */
export interface OpenConsole {
  /** The device: "/dev/tty1", "/dev/ttyS0". */
  readonly name: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** The screen's font may lack line drawing, and nobody knows what is at the end of a line. */
  readonly charset: 'ascii';
  readonly color: boolean;
  readonly slow: boolean;
}

/** Opens the named devices; those that nothing stands behind are left out. */
export function openConsoles(paths: readonly string[]): readonly OpenConsole[] {
  return paths.flatMap((path) => {
    try {
      return [
        {
          name: path,
          stdin: new ReadStream(openSync(path, 'r+')),
          stdout: new WriteStream(openSync(path, 'r+')),
          charset: 'ascii' as const,
          color: true,
          slow: !/^\/dev\/tty\d+$/.test(path),
        },
      ];
    } catch {
      return [];
    }
  });
}

/** A line in the kernel's own log, which carries its time; benchmarks and `dmesg` read it there. */
export async function kernelLog(text: string): Promise<void> {
  await writeFile('/dev/kmsg', `<5>webboot: ${text}\n`).catch(() => {});
}

/** The program that a console is lent to: a shell with the terminal as its own. */
export async function runShell(path: string): Promise<void> {
  const shell = spawn('setsid', ['-c', 'sh', '-c', `exec sh -l <${path} >${path} 2>&1`], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  await new Promise<void>((resolve) => {
    shell.once('close', () => resolve());
    shell.once('error', () => resolve());
  });
}
