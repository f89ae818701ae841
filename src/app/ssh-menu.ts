import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../core/defined.ts';
import type { Settings } from '../core/settings/settings.ts';
import { kernelLog } from '../linux/consoles.ts';
import { findDevice } from '../linux/mount-volume.ts';
import { endServer, hasSsh, sshFolder, startServer } from '../linux/ssh/server.ts';
import { stickMountPoint } from '../linux/stick.ts';
import type { Terminal } from '../linux/terminals/terminal.ts';
import type { TerminalDoor } from '../linux/terminals/terminal-door.ts';
import type { SetupChanges } from '../menu/model/state.ts';
import type { Console } from '../tui/console/console.ts';

/** Logins over SSH: each terminal is one more console of the menu. */
export interface SshMenu {
  /** Lets terminals in from now on; `attach` shows the menu on one, and returns how to end that. */
  arriving(attach: (console: Console) => () => void): void;
  /** How to log in, once the server runs. */
  updates(): AsyncGenerator<SetupChanges>;
  /** Leaves a terminal to a shell; undefined for a console of the machine itself. */
  lend(name: string): Promise<void> | undefined;
  close(): void;
}

/** The key on a stick may take a few seconds to appear. */
const stickMs = 10_000;
const lookMs = 200;

interface SshParts extends Pick<Settings, 'ssh' | 'ui'> {
  /** webboot came from a stick, which may have the machine's key for SSH. */
  readonly hasStick: boolean;
}

/** Undefined in an image without keys for SSH, and where it is not wanted. */
export async function openSsh(
  parts: SshParts,
  onProblem: (text: string) => void,
): Promise<SshMenu | undefined> {
  const has = hasSsh();
  if (!has && parts.ssh === 'yes') {
    onProblem(
      'webboot.ssh=yes is ignored: this image has no SSH. Build one with npm run image -- --ssh-keys FILE.',
    );
  }
  // The webboot before this one may have had other settings.
  if (has && parts.ssh === 'no') await endServer();
  return has && parts.ssh !== 'no' ? sshMenu(parts) : undefined;
}

/** Nothing of it is loaded before the menu's first frame. */
function sshMenu({ ui, hasStick }: SshParts): SshMenu {
  const { promise: opened, resolve, reject } = Promise.withResolvers<TerminalDoor>();
  let door: TerminalDoor | undefined;
  opened.catch(() => {});
  return {
    arriving(attach) {
      openDoor(attach, ui).then((made) => {
        door = made;
        resolve(made);
      }, reject);
    },
    async *updates() {
      try {
        await opened;
        yield { ssh: { kind: 'open', ...(await serve(hasStick)) } };
      } catch (error) {
        yield { ssh: { kind: 'failed', reason: (error as Error).message } };
      }
    },
    lend: (name) => door?.find(name)?.lend(),
    close: () => door?.close(),
  };
}

async function openDoor(
  attach: (console: Console) => () => void,
  ui: Settings['ui'],
): Promise<TerminalDoor> {
  const { openTerminalDoor } = await import('../linux/terminals/terminal-door.ts');
  return openTerminalDoor({
    onArrival(terminal) {
      const detach = attach(consoleOf(terminal, ui));
      void kernelLog(`${terminal.name} has the menu`);
      void terminal.gone.then(() => {
        detach();
        void kernelLog(`${terminal.name} is gone`);
      });
    },
  });
}

/** Starts the server; resolves to the fingerprint of the machine's key. */
async function serve(
  hasStick: boolean,
): Promise<{ readonly hostKey: string; readonly problem?: string }> {
  const { takeHostKey } = await import('../linux/ssh/host-key.ts');
  if (hasStick) await waitForStick();
  let problem: string | undefined;
  const hostKey = await takeHostKey({
    folder: sshFolder,
    onProblem: (text) => {
      problem = text;
    },
  });
  await startServer();
  await kernelLog(`SSH host key ${hostKey}`);
  if (problem !== undefined) await kernelLog(problem);
  return { hostKey, ...defined({ problem }) };
}

/** Others look for it; here it is only waited for. */
async function waitForStick(): Promise<void> {
  for (let waited = 0; waited < stickMs; waited += lookMs) {
    if ((await findDevice(stickMountPoint)) !== undefined) return;
    await sleep(lookMs);
  }
}

/** Today's terminals show Unicode; a VT100 and its kin, and "dumb", have less. */
export function consoleOf({ name, term, stdin, stdout }: Terminal, ui: Settings['ui']): Console {
  const isOld = /^(?:vt\d|dumb|unknown)/.test(term);
  return {
    name,
    stdin,
    stdout,
    charset: isOld ? 'ascii' : term === 'linux' ? 'cp437' : 'unicode',
    color: !isOld,
    ui: term === 'dumb' ? 'line' : (ui ?? 'screen'),
    slow: false,
  };
}
