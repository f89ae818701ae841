import { PassThrough, Writable } from 'node:stream';
import type { Architecture } from '../../src/core/architecture.ts';
import { defined } from '../../src/core/defined.ts';
import { english } from '../../src/core/languages/en.ts';
import { loadLanguage } from '../../src/core/languages/languages.ts';
import { mapTexts } from '../../src/core/languages/map-texts.ts';
import type { NetworkPanel } from '../../src/core/network/panel.ts';
import { keymaps } from '../../src/core/settings/keymaps.ts';
import type { Console } from '../../src/tui/console/console.ts';
import { type DrawnConsole, type FrameLanguage, wordless } from './drawn-consoles.ts';

const nothing = async () => {};
const network: NetworkPanel = {
  snapshot: () => ({ interfaces: [], summary: { kind: 'starting' }, wifi: {} }),
  subscribe: () => () => {},
  connect: nothing,
  disconnect: nothing,
  configure: nothing,
  scan: nothing,
  join: nothing,
  joinKept: nothing,
  keep: nothing,
  forget: nothing,
};

/**
 * Comes to the menu's first frame as the image does, on consoles that are not there, and gives what is written
 * on each. Touches nothing of the machine that it runs on.
 */
export async function drawFirstFrames(
  consoles: readonly DrawnConsole[],
  arch: Architecture,
  language: FrameLanguage = 'en',
): Promise<readonly string[]> {
  // In the image's order, so that all of it is read.
  await import('../../src/app/start-image.ts');
  const [{ startTui }, { assembleSession }, { realMachine }] = [
    await import('../../src/tui/start-tui.ts'),
    await import('../../src/app/assemble.ts'),
    await import('../../src/linux/real-machine.ts'),
  ];
  const written = consoles.map(() => '');
  const opened = consoles.map(
    ({ charset, columns, rows }, index): Console => ({
      name: charset,
      stdin: new PassThrough(),
      stdout: Object.assign(
        new Writable({
          decodeStrings: false,
          write(chunk: string, _encoding, done) {
            written[index] += chunk;
            done();
          },
        }),
        { columns, rows },
      ),
      charset,
      color: true,
      ui: 'screen',
      slow: charset === 'ascii',
    }),
  );
  const session = await assembleSession({
    machine: realMachine,
    transport: () => ({}),
    online: () => new Promise(() => {}),
  });
  const chosen =
    language === wordless
      ? ({ code: 'en', texts: mapTexts(english, () => '') } as const)
      : await loadLanguage(language);
  return new Promise((resolve) => {
    void startTui({
      session,
      network,
      consoles: opened,
      settings: {
        version: '',
        problems: [],
        keymaps,
        host: { arch, ramBytes: 2 ** 33 },
        leave: ['reboot', 'power-off'],
        ...defined({ language: chosen }),
      },
      actions: { shell: nothing, loadKeymap: nothing },
      onFirstFrame: () => resolve(written),
    });
  });
}
