import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { defined } from '../core/defined.ts';
import { line } from '../core/printable.ts';
import { hasBraille } from './braille.ts';
import type { PaintedFrame } from './painted-frames.ts';

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
  readonly braille: boolean;
  /** What it shows already. */
  readonly painted?: PaintedFrame;
}

/** Opens the named devices; those that nothing stands behind are left out. */
export function openConsoles(
  paths: readonly string[],
  painted: ReadonlyMap<string, PaintedFrame> = new Map(),
): readonly OpenConsole[] {
  return paths.flatMap((path) => {
    const [, terminal] = /^\/dev\/tty(\d+)$/.exec(path) ?? [];
    try {
      const frame = painted.get(path);
      const stdin = openInput(path);
      // They come before what lies in the terminal's own buffer.
      if (frame !== undefined && frame.keys.length > 0) stdin.unshift(frame.keys);
      const stdout = openTerminal(path, (descriptor) => new WriteStream(descriptor));
      if (terminal !== undefined) followSize(`/dev/vcsa${terminal}`, stdout);
      const console: OpenConsole = {
        name: path,
        stdin,
        stdout,
        charset: terminal === undefined ? 'ascii' : 'cp437',
        color: terminal !== undefined || hasColor(process.env.TERM),
        slow: terminal === undefined,
        braille: terminal !== undefined && hasBraille(),
        ...defined({ painted: frame }),
      };
      return [console];
    } catch {
      return [];
    }
  });
}

/** A VT100 and its kin have none, and "dumb" has nothing. */
function hasColor(term = ''): boolean {
  return !/^(?:vt\d|dumb)/.test(term);
}

/** Of libuv, as Node's net.Socket has it. */
interface ReadingHandle {
  reading: boolean;
  readStart(): void;
  readStop(): void;
}

/**
 * Pausing alone leaves one read of Node's under way: it would take the first keys that are meant
 * for a shell. Node stops that for its own stdin (lib/internal/bootstrap/switches/is_main_thread.js),
 * and for no other terminal; there is no public way.
 */
function openInput(path: string): ReadStream {
  const stdin = openTerminal(path, (descriptor) => new ReadStream(descriptor));
  const handleOf = () =>
    (stdin as unknown as { readonly _handle?: ReadingHandle | null })._handle ?? undefined;
  stdin.on('pause', () => {
    const handle = handleOf();
    if (!handle?.reading) return;
    handle.reading = false;
    handle.readStop();
  });
  // The stream takes the read that was stopped for one that is still under way, and begins no other.
  stdin.on('resume', () => {
    const handle = handleOf();
    if (!handle || handle.reading) return;
    handle.reading = true;
    handle.readStart();
  });
  return stdin;
}

/** What is no terminal is refused by the stream, which leaves its descriptor open. */
function openTerminal<Stream>(path: string, wrap: (descriptor: number) => Stream): Stream {
  const descriptor = openSync(path, 'r+');
  try {
    return wrap(descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
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
    const { buffer, bytesRead } = await file
      .read(Buffer.alloc(2), 0, 2, 0)
      .finally(() => file.close());
    const [rows = 0, columns = 0] = buffer;
    if (bytesRead < 2 || (rows === stdout.rows && columns === stdout.columns)) return;
    Object.assign(stdout, { rows, columns });
    stdout.emit('resize');
  };
  setInterval(() => void look().catch(() => {}), sizeMs).unref();
}

/** A line in the kernel's own log, which carries its time; benchmarks and `dmesg` read it there. */
export async function kernelLog(text: string): Promise<void> {
  await writeFile('/dev/kmsg', line`<5>webboot: ${text}\n`).catch(() => {});
}

function spawnOn(terminal: number, script: string): ChildProcess {
  try {
    return spawn('setsid', ['-c', 'sh', '-c', script], {
      stdio: [terminal, terminal, terminal, 'pipe'],
    });
  } finally {
    closeSync(terminal);
  }
}

/** The leaders of the last shells' sessions, by console. */
const leaders = new Map<string, ChildProcess>();

/**
 * Lends a console to a shell, with the terminal as its own. The session's leader outlives the
 * shell: where it ends, the kernel hangs the terminal up (tty_vhangup_session), for the menu too.
 * The next shell's session takes the terminal over from it.
 */
export async function runShell(path: string): Promise<void> {
  const terminal = openSync(path, 'r+');
  // Descriptor 3 tells the shell's end; nobody that it starts is to hold it.
  // The menu's terminal does not echo, not even when it is lent: init.sh took that from it.
  const script = 'stty sane; sh -l 3>&-; exec 3>&-; exec sleep 2147483647';
  const leader = spawnOn(terminal, script);
  await new Promise<void>((resolve) => {
    leader.once('error', () => resolve());
    (leader.stdio[3] as Readable).resume().once('close', resolve);
  });
  leaders.get(path)?.kill('SIGKILL');
  leaders.set(path, leader);
}
