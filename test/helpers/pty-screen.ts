import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

/** A program in a real pty, and what a person would see of it. */
export interface PtyScreen {
  /** The rows of the screen, without trailing blanks. */
  frame(): string;
  /** The terminal itself, for colours and cells. */
  readonly terminal: headless.Terminal;
  /** Everything that the program wrote, as it came. */
  output(): string;
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves once the screen shows the text; rejects with the screen after a time limit. */
  until(text: string, limits?: { readonly seconds: number }): Promise<void>;
  /** Resolves once nothing was written, nor pressed, for a while. */
  settled(): Promise<void>;
  exited(): boolean;
  readonly pid: number;
  kill(): void;
}

/** How long a frame may be waited for on a machine with other things to do. */
const limitMs = 20_000;
const quietMs = 150;
const pollMs = 20;

export function openPtyScreen(
  file: string,
  args: readonly string[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): PtyScreen {
  const pty: IPty = spawn(file, [...args], {
    name: 'linux',
    cols: columns,
    rows,
    encoding: 'utf8',
  });
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  let output = '';
  let lastWrite = Date.now();
  let gone = false;
  pty.onData((text) => {
    output += text;
    lastWrite = Date.now();
    terminal.write(text);
  });
  pty.onExit(() => {
    gone = true;
  });

  const frame = () => {
    const { active } = terminal.buffer;
    return Array.from({ length: terminal.rows }, (_, row) =>
      active
        .getLine(active.viewportY + row)
        ?.translateToString(true)
        .trimEnd(),
    )
      .join('\n')
      .trimEnd();
  };
  const settled = async () => {
    while (Date.now() - lastWrite < quietMs) await sleep(pollMs);
    await new Promise<void>((resolve) => terminal.write('', resolve));
  };
  const until: PtyScreen['until'] = async (text, limits) => {
    const end = Date.now() + (limits === undefined ? limitMs : limits.seconds * 1000);
    while (!frame().includes(text)) {
      if (Date.now() > end) throw new Error(`"${text}" did not appear:\n${frame()}`);
      await sleep(pollMs);
    }
  };

  return {
    frame,
    terminal,
    until,
    settled,
    output: () => output,
    press(...pressed) {
      lastWrite = Date.now();
      pty.write(pressed.join(''));
    },
    async resize(nextColumns, nextRows) {
      terminal.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
      lastWrite = Date.now();
      await settled();
    },
    exited: () => gone,
    pid: pty.pid,
    kill: () => pty.kill('SIGKILL'),
  };
}
