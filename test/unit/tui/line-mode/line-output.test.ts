import { expect, test, vi } from 'vitest';
import { createLineOutput } from '../../../../src/tui/line-mode/line-output.ts';
import { createFakeConsole } from '../../../helpers/fake-console.ts';

function open({ braille }: { braille: boolean }) {
  const terminal = createFakeConsole({ braille, rows: 4 });
  const output = createLineOutput(terminal.console);
  const cursorIsOn = (row: string) => vi.waitFor(() => expect(terminal.cursorRow()).toBe(row));
  return { terminal, output, cursorIsOn };
}

test('the cursor stays on the newest sentence next to a braille display, also when the screen scrolls', async () => {
  const { output, cursorIsOn } = open({ braille: true });
  output.say(['', 'Booting Demo.', 'b goes back.'], undefined);
  await cursorIsOn('b goes back.');
  for (const text of ['Now: Download into memory.', '41 %', 'Now: Start it.']) {
    output.say([text], undefined);
    await cursorIsOn(text);
  }
});

test('what is typed comes on a row of its own, and the next sentence takes its place', async () => {
  const { terminal, output, cursorIsOn } = open({ braille: true });
  output.say(['Type a number.'], undefined);
  output.echo('4');
  output.echo('2');
  await cursorIsOn('> 42');
  expect(terminal.frame()).toBe('Type a number.\n> 42');
  output.echo('\r\n');
  output.say(['Log.'], undefined);
  await cursorIsOn('Log.');
  expect(terminal.frame()).toBe('Type a number.\n> 42\nLog.');
});

test('a question waits behind its own words', async () => {
  const { output, cursorIsOn } = open({ braille: true });
  output.say(['Network.'], undefined);
  output.say(['Type it.'], 'Address');
  output.echo('10.0.0.2');
  await cursorIsOn('Address: 10.0.0.2');
});

test('the mark is there at once if nobody reads the cursor by braille, or nothing was said', async () => {
  const seen = open({ braille: false });
  seen.output.say(['Type a number.'], undefined);
  await seen.cursorIsOn('>');
  const felt = open({ braille: true });
  felt.output.say([], undefined);
  await felt.cursorIsOn('>');
});
