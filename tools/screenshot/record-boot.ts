import { execPath } from 'node:process';
import { openPtyScreen, type PtyScreen } from '../../test/helpers/pty-screen.ts';
import { projectDirectory } from '../shared/paths.ts';
import { filmSvg, type Scene } from './film-svg.ts';
import { screenSvg } from './terminal-svg.ts';

const size = { columns: 80, rows: 24 };
/** Under software emulation, on a machine with other things to do. */
const patience = { seconds: 600 };

/**
 * `npm start` in a terminal, driven by three Enters: the menu, the image's entries, the download,
 * the live system's login. Returns an SVG that shows one after another.
 */
export async function recordBoot(): Promise<string> {
  const command = `${projectDirectory}/tools/run.mjs`;
  const screen = openPtyScreen(execPath, [command, 'start'], size);
  const scenes: Scene[] = [];
  const keep = async (seconds: number) => {
    await screen.settled();
    scenes.push({ picture: screenSvg(screen.terminal), seconds });
  };
  try {
    await screen.until('Search:', patience);
    await keep(2.5);
    screen.press('\r');
    await screen.until('Only these keys are accepted', patience);
    await keep(2);
    screen.press('\r');
    await screen.until('Live system (amd64)', patience);
    await keep(2.5);
    screen.press('\r');
    await film(screen, scenes);
    await keep(4);
  } finally {
    screen.kill();
  }
  return filmSvg({ cols: size.columns, rows: size.rows }, scenes);
}

/** A picture every few seconds, until the live system asks for a name. */
async function film(screen: PtyScreen, scenes: Scene[]): Promise<void> {
  for (;;) {
    const there = await screen.until('login:', { seconds: 6 }).then(
      () => true,
      () => false,
    );
    if (there) return;
    if (screen.exited()) throw new Error(`QEMU ended:\n${screen.frame()}`);
    const picture = screenSvg(screen.terminal);
    if (picture !== scenes.at(-1)?.picture) scenes.push({ picture, seconds: 0.6 });
  }
}
