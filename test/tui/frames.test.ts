import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { tuiTerminals } from '../helpers/tui-suite.ts';
import { keys } from '../helpers/tui-terminal.ts';

/**
 * Frames as people see them, each a text file in test/fixtures/frames. After an intended change:
 * UPDATE_FRAMES=1 npx vitest run --project tui test/tui/frames.test.ts, and read the difference.
 */
const directory = fileURLToPath(new URL('../fixtures/frames/', import.meta.url));

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 80, rows: 25 },
  { columns: 40, rows: 12 },
  { columns: 200, rows: 60 },
];

const open = tuiTerminals({ until: '' });

beforeAll(() => mkdir(directory, { recursive: true }));

/** Each step: what is pressed, what is waited for, and the name of the frame that it then is. */
const way = [
  { press: '', until: 'Alpine Linux', name: 'home' },
  { press: '?', until: 'webboot: keys', name: 'help' },
  { press: `${keys.escape}`, until: 'Search:', name: undefined },
  { press: keys.f6, until: 'Trusted signing keys', name: 'about' },
  { press: `${keys.ctrlC}deb`, until: 'Search: deb', name: 'search' },
  { press: `${keys.down}${keys.enter}`, until: 'webboot: Debian Live', name: 'detail' },
  { press: keys.enter, until: '[OK] Live system', name: 'entries' },
  { press: `${keys.end}${keys.up}`, until: '> [~]  Start installer', name: 'entries-warning' },
  { press: 'e', until: 'linux', name: 'cmdline' },
  { press: ` debug${keys.enter}`, until: '(edited)', name: undefined },
  { press: `${keys.end}${keys.enter}`, until: 'kernel-unreadable', name: 'blocked' },
  {
    press: `${keys.ctrlC}${keys.up}${keys.up}${keys.enter}`,
    until: 'digest-wrong',
    name: undefined,
  },
  { press: 'q', until: 'webboot: report', name: 'report' },
  { press: `${keys.ctrlC}${keys.ctrlC}${keys.f3}`, until: 'webboot: network', name: 'network' },
  { press: 'a', until: 'Gateway', name: 'address' },
  { press: `${keys.ctrlC}${keys.end}${keys.enter}`, until: 'Home', name: 'wifi' },
  { press: keys.enter, until: 'Passphrase', name: undefined },
  { press: 'correct', until: '*******', name: 'join' },
] as const;

describe.each(sizes)('frames at $columns x $rows', ({ columns, rows }) => {
  it('are as they were looked at and agreed', async () => {
    const terminal = await open({
      columns,
      rows,
      charset: rows >= 60 ? 'unicode' : 'ascii',
      recent: ['debian/gnome'],
      session: { ticks: 1, tickMs: 1, failAt: 'verify' },
    });
    for (const { press, until, name } of way) {
      terminal.press(press);
      await terminal.until(until);
      await terminal.settled();
      if (name) await expectFrame(terminal.frame(), `${name}-${columns}x${rows}`);
    }
  });
});

async function expectFrame(frame: string, name: string): Promise<void> {
  const file = `${directory}${name}.txt`;
  const shown = `${frame}\n`;
  if (process.env.UPDATE_FRAMES === '1') await writeFile(file, shown);
  expect(existsSync(file), `${file} is there`).toBe(true);
  expect(shown, name).toBe(await readFile(file, 'utf8'));
}
