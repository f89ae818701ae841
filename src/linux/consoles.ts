import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ReadStream, WriteStream } from 'node:tty';

/** A terminal that a person may sit at. */
export interface OpenConsole {
  /** Kernel name: "tty1", "ttyS0". */
  readonly name: string;
  readonly path: string;
  readonly kind: 'screen' | 'serial';
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

/** Opens every console that the kernel writes to; those that no device stands behind are left out. */
export async function openConsoles(): Promise<readonly OpenConsole[]> {
  const active = await readFile('/sys/class/tty/console/active', 'utf8').catch(() => '');
  return active
    .trim()
    .split(/\s+/)
    .filter((name) => name !== '')
    .flatMap((name) => openConsole(name === 'tty0' ? 'tty1' : name));
}

function openConsole(name: string): readonly OpenConsole[] {
  const path = `/dev/${name}`;
  try {
    const stdin = new ReadStream(openSync(path, 'r+'));
    const stdout = new WriteStream(openSync(path, 'r+'));
    return [{ name, path, kind: /^tty\d+$/.test(name) ? 'screen' : 'serial', stdin, stdout }];
  } catch {
    return [];
  }
}
