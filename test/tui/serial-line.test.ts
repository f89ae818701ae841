import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PtyScreen } from '../helpers/pty-screen.ts';
import { bundleTuiProgram } from '../helpers/tui-bundle.ts';
import { keys, openTuiTerminal } from '../helpers/tui-terminal.ts';

/** A minute's share of a line of 9600 baud that a download's progress may take. */
const bytesPerMinute = 20_000;

let program = '';
let terminal: PtyScreen | undefined;

beforeAll(async () => {
  program = await bundleTuiProgram();
});

afterEach(() => terminal?.kill());

describe('a slow serial line', () => {
  it('gets at most 20 kB a minute while a download goes on', async () => {
    const seconds = 5;
    const session = { ticks: seconds * 20, tickMs: 50, failAt: 'verify' } as const;
    terminal = openTuiTerminal(program, { slow: true, session });
    await terminal.until('Alpine Linux');
    terminal.press('deb', keys.enter, keys.enter);
    await terminal.until('[OK] Live system');
    terminal.press(keys.enter);
    await terminal.until('MB/s');
    await terminal.settled();
    const before = terminal.output().length;
    await terminal.until('digest-wrong');
    const failureFrame = 1_500;
    expect(terminal.output().length - before).toBeLessThan(
      (bytesPerMinute * seconds) / 60 + failureFrame,
    );
  });

  it('gets only the changed characters after a key', async () => {
    terminal = openTuiTerminal(program, { slow: true });
    await terminal.until('Alpine Linux');
    await terminal.settled();
    const whole = terminal.output().length;
    terminal.press(keys.down);
    await terminal.until('> Arch Linux');
    await terminal.settled();
    expect(terminal.output().length - whole).toBeLessThan(250);
  });

  it('gets nothing at all while nothing happens', async () => {
    terminal = openTuiTerminal(program);
    await terminal.until('Alpine Linux');
    await terminal.settled();
    const before = terminal.output().length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(terminal.output().length).toBe(before);
  });

  it('is drawn whole again by Ctrl-L, whatever the kernel wrote over it', async () => {
    terminal = openTuiTerminal(program);
    await terminal.until('Alpine Linux');
    await terminal.settled();
    const before = terminal.output().length;
    terminal.press(keys.ctrlL);
    await terminal.settled();
    const redrawn = terminal.output().slice(before);
    expect(redrawn).toContain('\x1b[2J');
    expect(redrawn).toContain('Void Linux');
  });
});
