import { constants, openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { exists } from '../exists.ts';
import { run } from '../run.ts';
import { runDirectory } from '../run-directory.ts';
import { openDesk } from './desk.ts';
import { type DoorLine, lineCutter, parseDoorLine } from './door-line.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Where terminals come in: initramfs/ssh-login.sh knows it, too. */
const terminalsFolder = `${runDirectory}/terminals`;
/** Each has the menu drawn for it. */
const mostTerminals = 8;

export interface TerminalDoor {
  /** By name, while it is there. */
  find(name: string): Terminal | undefined;
  /** Sends all of them away; nobody comes in any more. */
  close(): void;
}

export interface DoorOptions {
  readonly folder?: string;
  readonly onArrival: (terminal: Terminal) => void;
}

/** Lets terminals in that are at the end of another program, such as an SSH server. Root's only. */
export async function openTerminalDoor({
  folder = terminalsFolder,
  onArrival,
}: DoorOptions): Promise<TerminalDoor> {
  const terminals = new Map<string, Terminal>();
  let count = 0;

  const arrive = (line: DoorLine) => {
    const place = join(folder, line.id);
    const desk = openDesk(place);
    if (terminals.size >= mostTerminals) return desk.order('full');
    count += 1;
    const terminal = openTerminal(`ssh-${count}`, desk, line);
    terminals.set(line.id, terminal);
    void terminal.gone.then(() => {
      terminals.delete(line.id);
      // Whoever was killed has left it.
      return rm(place, { recursive: true, force: true }).catch(() => {});
    });
    onArrival(terminal);
  };

  const hear = (text: string) => {
    const line = parseDoorLine(text);
    if (line === undefined) return;
    const known = terminals.get(line.id);
    if (known !== undefined) known.hear(line);
    else if (line.word === 'attach') {
      try {
        arrive(line);
      } catch {
        // Its pipes are not there: it was quicker to go than to be let in.
      }
    }
  };

  const door = await openDoor(folder);
  door.setEncoding('latin1').on('data', lineCutter(hear));
  return {
    find: (name) => [...terminals.values()].find((terminal) => terminal.name === name),
    close() {
      door.destroy();
      for (const terminal of terminals.values()) terminal.end();
    },
  };
}

/** The webboot before this one may have left it. */
async function openDoor(folder: string): Promise<Socket> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'door');
  if (!(await exists(path))) await run('mkfifo', ['-m', '600', path]);
  // For both ways: it does not end when the last of its writers goes.
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
