import { PassThrough, Writable } from 'node:stream';
import headless from '@xterm/headless';
import type { Console } from '../../src/tui/console/console.ts';

/** A console in this process: keys go in, and a terminal model shows what came out. */
export interface FakeConsole {
  readonly console: Console;
  press(text: string): void;
  frame(): string;
  /** The row that has the cursor, as a braille display shows it. */
  cursorRow(): string;
  /** Resolves once the frame has everything that was written. */
  settled(): Promise<void>;
  /** Everything written so far. */
  output(): string;
}

export function createFakeConsole(
  details: Partial<Console> & { columns?: number; rows?: number } = {},
): FakeConsole {
  const { columns = 80, rows = 24, ...consoleDetails } = details;
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const stdin = new PassThrough();
  let output = '';
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      output += chunk;
      screen.write(chunk);
      done();
    },
  });
  const rowAt = (row: number) =>
    screen.buffer.active.getLine(row)?.translateToString(true).trimEnd() ?? '';
  return {
    console: {
      name: 'fake',
      stdin,
      stdout: Object.assign(stdout, { columns, rows }),
      charset: 'ascii',
      color: true,
      ui: 'screen',
      slow: false,
      ...consoleDetails,
    },
    press: (text) => stdin.write(text),
    output: () => output,
    settled: () => new Promise((resolve) => screen.write('', resolve)),
    frame: () =>
      Array.from({ length: rows }, (_, row) => rowAt(row))
        .join('\n')
        .trimEnd(),
    cursorRow: () => rowAt(screen.buffer.active.baseY + screen.buffer.active.cursorY),
  };
}
