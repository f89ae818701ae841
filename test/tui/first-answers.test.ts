import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DrawnConsole, drawnConsoles, frameName } from '../../tools/image/drawn-consoles.ts';
import { type DrawnMenu, drawMenu } from '../../tools/image/drawn-menu.ts';
import { createLines, drawnTable, searchLetters } from '../../tools/image/drawn-table.ts';
import { createFakeConsole } from '../helpers/fake-console.ts';

const init = readFileSync(join(import.meta.dirname, '../../initramfs/init.sh'), 'utf8');
const [lookUp = ''] = /^look_up\(\) \{[\s\S]*?^\}/m.exec(init) ?? [];

const moves = 15;

interface Drawn {
  readonly console: DrawnConsole;
  readonly menu: DrawnMenu;
  readonly table: string;
}

let work = '';
const drawn: Drawn[] = [];
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'webboot-searches-'));
  const asked = [...drawnConsoles.slice(0, 2), ...drawnConsoles.slice(-1)];
  const { consoles } = await drawMenu(asked, 'x86_64', { moves, searches: searchLetters });
  const lines = createLines();
  for (const [index, console] of asked.entries()) {
    const menu = consoles[index];
    if (menu === undefined) throw new Error('fewer menus than consoles');
    const table = drawnTable(menu, { ...console, lines });
    writeFileSync(join(work, `${frameName(console)}.table`), table);
    drawn.push({ console, menu, table });
  }
  writeFileSync(join(work, 'en.lines'), lines.text());
}, 120_000);
afterAll(() => rmSync(work, { recursive: true }));

/** What init.sh finds by a name of the table, by busybox; a line each. */
function lookUpAll(console: DrawnConsole, name: string): readonly string[] {
  const script = `${lookUp.replaceAll('/webboot/frames', work)}\nframe=${frameName(console)}\nlook_up "$1"`;
  const options = { encoding: 'utf8' } as const;
  return execFileSync('busybox', ['sh', '-c', script, 'sh', name], options).trimEnd().split('\n');
}

function listFor(console: DrawnConsole, letter: string): string {
  const [list = '', ...more] = lookUpAll(console, letter);
  expect(more).toEqual([]);
  return list;
}

/** A screen after that, with its styles. */
async function show(console: DrawnConsole, written: string): Promise<string> {
  const screen = createFakeConsole(console);
  screen.console.stdout.write(written);
  await screen.settled();
  return screen.frame();
}

describe('what moves the mark before the menu is there', () => {
  it('shows what the menu itself shows, on each kind of console, and takes it back', async () => {
    for (const { console, menu } of drawn) {
      const found = lookUpAll(console, '>');
      expect(found).toHaveLength(2 * moves);
      let [expected, written] = [menu.frame, menu.frame];
      for (const [row, { down }] of menu.moves.entries()) {
        expected += down;
        written += found[2 * row];
        expect(await show(console, written)).toBe(await show(console, expected));
      }
      for (const [row, { up }] of [...menu.moves.entries()].toReversed()) {
        expected += up;
        written += found[2 * row + 1];
        expect(await show(console, written)).toBe(await show(console, expected));
      }
      expect(await show(console, written)).toBe(await show(console, menu.frame));
    }
  });
});

describe('what the first letter of a search shows before the menu is there', () => {
  it('is what the menu itself shows for it, on each kind of console', async () => {
    for (const { console, menu } of drawn) {
      for (const [index, letter] of searchLetters.entries()) {
        const expected = await show(console, menu.frame + (menu.searches[index] ?? ''));
        expect(expected).toContain(`Search: ${letter}`);
        const list = listFor(console, letter);
        expect(await show(console, menu.frame + list), letter).toBe(expected);
      }
    }
  });

  it('does not depend on what was shown before, such as another letter’s list', async () => {
    for (const { console, menu } of drawn) {
      const [a, b] = [listFor(console, 'a'), listFor(console, 'b')];
      expect(await show(console, menu.frame + a + b)).toBe(await show(console, menu.frame + b));
      const all = listFor(console, '.');
      expect(await show(console, menu.frame + a + all)).toBe(await show(console, menu.frame));
    }
  });

  it('is the same for a capital letter', () => {
    for (const { console } of drawn) expect(listFor(console, 'K')).toBe(listFor(console, 'k'));
  });

  it('has the text that is searched for where the table says, and Enter where its hint is', async () => {
    for (const { console, menu, table } of drawn) {
      const [, row, column] = /^@ (\d+);(\d+)\n/.exec(table) ?? [];
      for (const written of [menu.frame, ...menu.searches.map((text) => menu.frame + text)]) {
        const rows = (await show(console, written)).split('\n');
        const text = rows[Number(row) - 1]?.slice(0, Number(column) - 1);
        expect(text).toBe(' Search: '.slice(0, text?.length));
        expect(text).toHaveLength(' Search: '.length);
        expect(rows[console.rows - 1]).toMatch(/^ Enter /);
      }
    }
  });
});
