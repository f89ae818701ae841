import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { openPtyScreen } from '../../test/helpers/pty-screen.ts';
import { ensureBundle } from '../bundle/bundle.ts';
import { recordBoot } from '../screenshot/record-boot.ts';
import { terminalSvg } from '../screenshot/terminal-svg.ts';
import { projectDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';

/**
 * `npm run screenshot -- [--out FILE] [--type TEXT]`: runs the menu on this machine in a terminal
 * of 80 × 24, types the text, and keeps what it shows as an SVG; docs/menu.svg without an option.
 * `--page`: the menu's page on a phone; docs/remote-*.png.
 * `--boot`: records the demo from the menu to the live system's login; docs/boot.svg.
 */
await reportingErrors(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      boot: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      type: { type: 'string', default: '' },
    },
  });
  if (values.page) return writePagePictures();
  const out = values.out ?? join(projectDirectory, 'docs', values.boot ? 'boot.svg' : 'menu.svg');
  const picture = values.boot ? await recordBoot() : await pictureOfMenu(values.type);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, picture);
});

async function writePagePictures(): Promise<void> {
  const { pagePictures } = await import('../screenshot/page-pictures.ts');
  for (const [name, picture] of await pagePictures()) {
    await writeFile(join(projectDirectory, 'docs', `remote-${name}.png`), picture);
  }
}

async function pictureOfMenu(typed: string): Promise<string> {
  const program = join(await ensureBundle(), 'main.mjs');
  const screen = openPtyScreen(execPath, [program], { columns: 80, rows: 24 });
  try {
    await screen.until('Search:');
    screen.press(typed);
    await screen.settled();
    return terminalSvg(screen.terminal);
  } finally {
    screen.kill();
  }
}
