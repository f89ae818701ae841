import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openPtyScreen } from '../helpers/pty-screen.ts';

const lender = fileURLToPath(new URL('../helpers/console-lender.ts', import.meta.url));

it('a console that is lent to a shell leaves it every key, the first ones too', async () => {
  const screen = openPtyScreen(execPath, [lender], { columns: 80, rows: 24 });
  try {
    await screen.until('paused');
    // Without the quotes that the terminal's echo shows.
    screen.press('echo he""llo\r');
    await screen.until('hello');
    screen.press('exit\r');
    await screen.until('back');
    await screen.settled();
    expect(screen.frame()).not.toContain('the menu got "echo');
    screen.press('x\r');
    await screen.until('the menu got "x');
  } finally {
    screen.kill();
  }
});
