import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** What the menu tells the other end: it draws now; there is no room; open a shell; go. */
export type Order = 'ready' | 'full' | 'shell' | 'end';

/** The pipes of one terminal, which initramfs/ssh-login.sh has made in a folder of its own. */
export interface Desk {
  /** Ends when the other end is gone. */
  openKeys(): Readable;
  openScreen(): Writable;
  order(word: Order): void;
}

/** Nothing here waits for the other end: a terminal that stands still holds nobody up. */
export function openDesk(folder: string): Desk {
  return {
    openKeys: () => stream(openPipe(join(folder, 'keys'), O_RDONLY), 'readable'),
    // For both ways, so that it opens before anybody reads.
    openScreen: () => stream(openPipe(join(folder, 'screen'), O_RDWR), 'writable'),
    order(word) {
      const pipe = openPipe(join(folder, 'orders'), O_RDWR);
      try {
        writeSync(pipe, `${word}\n`);
      } finally {
        closeSync(pipe);
      }
    },
  };
}

function stream(fd: number, side: 'readable' | 'writable'): Socket {
  return new Socket({ fd, readable: side === 'readable', writable: side === 'writable' });
}

/** Throws for what is no pipe. */
function openPipe(path: string, flags: number): number {
  const pipe = openSync(path, flags | O_NONBLOCK | O_NOFOLLOW);
  if (fstatSync(pipe).isFIFO()) return pipe;
  closeSync(pipe);
  throw new Error(`${path} is not a pipe`);
}
