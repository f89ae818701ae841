import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import type { TuiProgramOptions } from './tui-program.tsx';

/** The menu in a real pty, and what a person would see of it. */
export interface TuiTerminal {
  /** The rows of the screen, without trailing blanks. */
  frame(): string;
  /** Everything that the program wrote, as it came. */
  output(): string;
  bytes(): number;
  cursorHidden(): boolean;
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves once the screen shows the text; rejects with the screen after a time limit. */
  until(text: string): Promise<void>;
  /** Resolves once nothing was written for a while. */
  settled(): Promise<void>;
  exited(): boolean;
  pid(): number;
  kill(): void;
}

export const keys = {
  enter: '\r',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  end: '\x1b[F',
  pageDown: '\x1b[6~',
  backspace: '\x7f',
  ctrlC: '\x03',
  ctrlL: '\x0c',
  f1: '\x1bOP',
  f3: '\x1bOR',
  f4: '\x1bOS',
} as const;

/** How long a frame may be waited for on a machine with other things to do. */
const limitMs = 20_000;

export async function openTuiTerminal(
  program: string,
  options: TuiProgramOptions & { columns?: number; rows?: number } = {},
): Promise<TuiTerminal> {
  const { columns = 80, rows = 24, ...programOptions } = options;
  const pty: IPty = spawn(execPath, [program, JSON.stringify(programOptions)], {
    name: 'linux',
    cols: columns,
    rows,
    encoding: 'utf8',
  });
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  let output = '';
  let lastWrite = Date.now();
  let gone = false;
  pty.onData((text) => {
    output += text;
    lastWrite = Date.now();
    screen.write(text);
  });
  pty.onExit(() => {
    gone = true;
  });

  const frame = () => {
    const { active } = screen.buffer;
    return Array.from({ length: screen.rows }, (_, row) =>
      active
        .getLine(active.viewportY + row)
        ?.translateToString(true)
        .trimEnd(),
    )
      .join('\n')
      .trimEnd();
  };
  const settled = async () => {
    while (Date.now() - lastWrite < 150) await sleep(20);
    await new Promise<void>((resolve) => screen.write('', resolve));
  };
  const until = async (text: string) => {
    const end = Date.now() + limitMs;
    while (!frame().includes(text)) {
      if (Date.now() > end) throw new Error(`"${text}" did not appear:\n${frame()}`);
      await sleep(20);
    }
  };

  return {
    frame,
    until,
    settled,
    output: () => output,
    bytes: () => Buffer.byteLength(output),
    cursorHidden: () => output.lastIndexOf('\x1b[?25l') > output.lastIndexOf('\x1b[?25h'),
    press: (...pressed) => pty.write(pressed.join('')),
    async resize(nextColumns, nextRows) {
      screen.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
      lastWrite = Date.now();
      await settled();
    },
    exited: () => gone,
    pid: () => pty.pid,
    kill: () => pty.kill('SIGKILL'),
  };
}
