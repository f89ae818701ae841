import { afterEach, beforeAll } from 'vitest';
import type { PtyScreen } from './pty-screen.ts';
import { bundleTuiProgram } from './tui-bundle.ts';
import { openTuiTerminal } from './tui-terminal.ts';

type TerminalOptions = Parameters<typeof openTuiTerminal>[1];

/**
 * For a file of tests: bundles the menu's program once, and ends each test's terminals. Returns
 * what opens one; it resolves once `until` is to be seen there.
 */
export function tuiTerminals({
  until,
  ...defaults
}: TerminalOptions & { readonly until: string }): (
  options?: TerminalOptions,
) => Promise<PtyScreen> {
  let program = '';
  let terminals: PtyScreen[] = [];
  beforeAll(async () => {
    program = await bundleTuiProgram();
  });
  afterEach(() => {
    for (const terminal of terminals) terminal.kill();
    terminals = [];
  });
  return async (options = {}) => {
    const terminal = openTuiTerminal(program, { ...defaults, ...options });
    terminals.push(terminal);
    await terminal.until(until);
    return terminal;
  };
}
