import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { parseArgs } from 'node:util';
import { openPtyScreen } from '../../test/helpers/pty-screen.ts';
import { ensureBundle } from '../bundle/bundle.ts';
import { terminalSvg } from '../screenshot/terminal-svg.ts';
import { projectDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';

/**
 * `npm run screenshot -- [--out FILE] [--type TEXT]`: runs the menu on this machine in a terminal
 * of 80 × 24, types the text, and keeps what it shows as an SVG; docs/menu.svg without an option.
 */
await reportingErrors(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(projectDirectory, 'docs/menu.svg') },
      type: { type: 'string', default: '' },
    },
  });
  const program = join(await ensureBundle(), 'main.mjs');
  const screen = openPtyScreen(execPath, [program], { columns: 80, rows: 24 });
  try {
    await screen.until('Search:');
    screen.press(values.type);
    await screen.settled();
    await mkdir(dirname(values.out), { recursive: true });
    await writeFile(values.out, terminalSvg(screen.terminal));
  } finally {
    screen.kill();
  }
});
