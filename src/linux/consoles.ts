import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { ReadStream, WriteStream } from 'node:tty';

/** A terminal that a person may sit at; the menu's console, structurally. */
export interface OpenConsole {
  /** The device: "/dev/tty1", "/dev/ttyS0". */
  readonly name: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** The kernel's own fonts are code page 437; nobody knows what is at the end of a line. */
  readonly charset: 'ascii' | 'cp437';
  readonly color: boolean;
  readonly slow: boolean;
}

/** Opens the named devices; those that nothing stands behind are left out. */
export function openConsoles(paths: readonly string[]): readonly OpenConsole[] {
  return paths.flatMap((path) => {
    const [, terminal] = /^\/dev\/tty(\d+)$/.exec(path) ?? [];
    try {
      const stdout = new WriteStream(openSync(path, 'r+'));
      if (terminal !== undefined) followSize(`/dev/vcsa${terminal}`, stdout);
      const console: OpenConsole = {
        name: path,
        stdin: new ReadStream(openSync(path, 'r+')),
        stdout,
        charset: terminal === undefined ? 'ascii' : 'cp437',
        color: true,
        slow: terminal === undefined,
      };
      return [console];
    } catch {
      return [];
    }
  });
}

const sizeMs = 1000;

/**
 * A driver for the graphics card that comes up after the menu changes the screen's size. The
 * kernel signals that only to the session that has the terminal, which this is not; the virtual
 * console's memory begins with its rows and columns (vcs(4)).
 */
function followSize(memory: string, stdout: WriteStream): void {
  const look = async () => {
    const file = await open(memory, 'r').catch(() => undefined);
    if (file === undefined) return;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    await file.close();
    const [rows = 0, columns = 0] = buffer;
    if (bytesRead < 2 || (rows === stdout.rows && columns === stdout.columns)) return;
    Object.assign(stdout, { rows, columns });
    stdout.emit('resize');
  };
  setInterval(() => void look().catch(() => {}), sizeMs).unref();
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
