import { execPath } from 'node:process';
import { openPtyScreen, type PtyScreen } from './pty-screen.ts';
import type { TuiProgramOptions } from './tui-program.tsx';

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
  f6: '\x1b[17~',
} as const;

/** The menu with a fake session, in a real pty. */
export function openTuiTerminal(
  program: string,
  options: TuiProgramOptions & { columns?: number; rows?: number } = {},
): PtyScreen {
  const { columns = 80, rows = 24, ...programOptions } = options;
  return openPtyScreen(execPath, [program, JSON.stringify(programOptions)], { columns, rows });
}
