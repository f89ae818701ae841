import { PassThrough, Writable } from 'node:stream';
import type { Architecture } from '../../src/core/architecture.ts';
import { defined } from '../../src/core/defined.ts';
import { english } from '../../src/core/languages/en.ts';
import { loadLanguage } from '../../src/core/languages/languages.ts';
import { mapTexts } from '../../src/core/languages/map-texts.ts';
import type { NetworkPanel } from '../../src/core/network/panel.ts';
import { keymaps } from '../../src/core/settings/keymaps.ts';
import type { Console } from '../../src/tui/console/console.ts';
import type { TuiOptions } from '../../src/tui/tui-options.ts';
import { type DrawnConsole, type FrameLanguage, wordless } from './drawn-consoles.ts';

const nothing = async () => {};
const remote = () => ({
  snapshot: () => ({ kind: 'off' }) as const,
  subscribe: () => () => {},
  start: nothing,
  stop: nothing,
});
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

export interface Beginning {
  readonly consoles: readonly OpenedConsole[];
  /** What the menu was started with. */
  readonly options: TuiOptions;
}

/**
 * Comes to the menu's first frame as the image does, on consoles that are not there; what each is written lies in
 * it. Touches nothing of the machine that it runs on.
 */
export async function beginMenu(
  consoles: readonly DrawnConsole[],
  arch: Architecture,
  language: FrameLanguage = 'en',
): Promise<Beginning> {
  // In the image's order, so that all of it is read.
  await import('../../src/app/start-image.ts');
  const [{ startTui }, { assembleSession }, { realMachine }] = [
    await import('../../src/tui/start-tui.ts'),
    await import('../../src/app/assemble.ts'),
    await import('../../src/linux/real-machine.ts'),
  ];
  const opened = consoles.map(openDrawn);
  const session = await assembleSession({
    machine: realMachine,
    transport: () => ({}),
    online: () => new Promise(() => {}),
  });
  const chosen =
    language === wordless
      ? ({ code: 'en', texts: mapTexts(english, () => '') } as const)
      : await loadLanguage(language);
  const options: TuiOptions = {
    session,
    network,
    remote,
    consoles: opened.map(({ console }) => console),
    settings: {
      version: '',
      problems: [],
      keymaps,
      host: { arch, ramBytes: 2 ** 33 },
      leave: ['reboot', 'power-off'],
      ...defined({ language: chosen }),
    },
    actions: { shell: nothing, loadKeymap: nothing },
  };
  await new Promise<void>((onFirstFrame) => {
    void startTui({ ...options, onFirstFrame });
  });
  return { consoles: opened, options };
}

/** A console of this process. */
export interface OpenedConsole {
  readonly console: Console & { readonly stdin: PassThrough };
  /** What has been written since the last time. */
  take(): string;
  hasMore(): boolean;
}

function openDrawn({ charset, columns, rows }: DrawnConsole): OpenedConsole {
  let written = '';
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written += chunk;
      done();
    },
  });
  return {
    console: {
      name: charset,
      stdin: new PassThrough(),
      stdout: Object.assign(stdout, { columns, rows }),
      charset,
      color: true,
      ui: 'screen',
      slow: charset === 'ascii',
    },
    take() {
      const taken = written;
      written = '';
      return taken;
    },
    hasMore: () => written !== '',
  };
}
