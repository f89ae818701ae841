import { writeFile } from 'node:fs/promises';
import { drawnConsoles, frameLanguages, frameName } from './drawn-consoles.ts';
import { drawMenu } from './drawn-menu.ts';
import { createLines, drawnTable, searchLetters } from './drawn-table.ts';

/** As many rows as the smallest console shows at once. */
const moves = 15;

// Arguments: FILE ARCHITECTURE. Writes what initramfs/init.sh shows until the menu is there, for all languages and
// consoles that are drawn ahead, as JSON by the files' names.
const [file = '', arch] = process.argv.slice(2);
const machine = arch === 'aarch64' ? arch : 'x86_64';
const drawn = new Map<string, string>();
for (const language of frameLanguages) {
  const asked = { language, moves, searches: searchLetters };
  const menus = await drawMenu(drawnConsoles, machine, asked);
  const rowLines = createLines();
  drawn.set('rows', lines(menus.rows));
  for (const [index, menu] of menus.consoles.entries()) {
    const console = drawnConsoles[index];
    if (console === undefined) continue;
    const name = frameName(console, language);
    drawn.set(name, menu.frame);
    drawn.set(`${name}.table`, drawnTable(menu, { ...console, lines: rowLines }));
  }
  drawn.set(`${language}.lines`, rowLines.text());
}
await writeFile(file, JSON.stringify([...drawn]));
process.exit();

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
