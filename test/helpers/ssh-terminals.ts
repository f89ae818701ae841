import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf } from '../../src/app/ssh-menu.ts';
import type { Terminal } from '../../src/linux/terminals/terminal.ts';
import { openTerminalDoor } from '../../src/linux/terminals/terminal-door.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { imageBusybox } from '../../tools/qemu/floor.ts';
import { projectDirectory } from '../../tools/shared/paths.ts';
import { createFakeConsole, type FakeConsole } from './fake-console.ts';
import { createFakeSession } from './fake-session.ts';
import { openPtyScreen, type PtyScreen } from './pty-screen.ts';

/** A menu on a console of this process that lets terminals in, as webboot's image does. */
export interface TerminalMenu extends AsyncDisposable {
  readonly console: FakeConsole;
  readonly folder: string;
  readonly terminals: readonly Terminal[];
  /** A login: the image's own script, by the image's own busybox, in a real pty. */
  login(size?: { readonly columns: number; readonly rows: number }): PtyScreen;
  /** The same at a terminal that does not know its size, as a script's. */
  loginUnsized(): PtyScreen;
  /** Sends all terminals away. */
  close(): void;
}

let busybox: Promise<string> | undefined;

export function busyboxOfImage(): Promise<string> {
  busybox ??= imageBusybox();
  return busybox;
}

const script = join(projectDirectory, 'initramfs/ssh-login.sh');

export async function startTerminalMenu(): Promise<TerminalMenu> {
  const program = await busyboxOfImage();
  const folder = await mkdtemp(join(tmpdir(), 'webboot-terminals-'));
  const console = createFakeConsole({ name: 'ttyS0', columns: 100, rows: 40 });
  const terminals: Terminal[] = [];
  const screens: PtyScreen[] = [];
  const drawn = Promise.withResolvers<(one: ReturnType<typeof consoleOf>) => () => void>();
  void startTui({
    session: createFakeSession({ ticks: 8, tickMs: 25 }),
    consoles: [console.console],
    settings: { version: '0.1.0', leave: ['reboot'] },
    actions: {
      shell: async ({ name }) => terminals.find((one) => one.name === name)?.lend(),
    },
    arriving: drawn.resolve,
  });
  const attach = await drawn.promise;
  const door = await openTerminalDoor({
    folder,
    onArrival(terminal) {
      terminals.push(terminal);
      void terminal.gone.then(attach(consoleOf(terminal, undefined)));
    },
  });
  const open = (size: { columns: number; rows: number }, command: readonly string[]) => {
    const env = [`WEBBOOT_TERMINALS=${folder}`, 'TERM=xterm-256color'];
    const screen = openPtyScreen('/usr/bin/env', [...env, program, 'sh', ...command], size);
    screens.push(screen);
    return screen;
  };
  return {
    console,
    folder,
    terminals,
    login: (size = { columns: 90, rows: 30 }) => open(size, [script]),
    loginUnsized: () =>
      open({ columns: 80, rows: 24 }, ['-c', `stty rows 0 columns 0; exec sh ${script}`]),
    close: door.close,
    async [Symbol.asyncDispose]() {
      door.close();
      for (const screen of screens) screen.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
