import { PassThrough, type Readable } from 'node:stream';
import type { Desk } from './desk.ts';
import type { DoorLine } from './door-line.ts';
import { TerminalOutput } from './terminal-output.ts';

/** A terminal that came while the menu runs, and may go at any time. */
export interface Terminal {
  /** "ssh-1" */
  readonly name: string;
  /** As the terminal's own `TERM`. */
  readonly term: string;
  readonly stdin: Readable;
  readonly stdout: TerminalOutput;
  readonly gone: Promise<void>;
  /** Leaves it to a shell; resolves when it is back, or gone. */
  lend(): Promise<void>;
  /** Takes a line of its other end. */
  hear(line: DoorLine): void;
  /** Sends it away. */
  end(): void;
}

/** Whoever types on, and has not read this much, is sent away. */
const mostWaitingBytes = 1024 * 1024;

/** Throws if the other end's pipes are not there. */
export function openTerminal(name: string, desk: Desk, line: DoorLine): Terminal {
  const stdin = new PassThrough();
  const stdout = new TerminalOutput();
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  let back: (() => void) | undefined;

  const close = () => {
    keys.destroy();
    stdout.close();
    back?.();
    resolve();
  };
  const show = (size: DoorLine) => {
    stdout.open(desk.openScreen());
    desk.order('ready');
    stdout.resize(size);
  };
  const unlessGone = (act: () => void) => {
    try {
      act();
    } catch {
      // Its pipes are gone, and so is it.
      close();
    }
  };

  const keys = desk.openKeys();
  keys.pipe(stdin, { end: false });
  keys.on('data', () => {
    if (stdout.writableLength > mostWaitingBytes) close();
  });
  for (const end of ['end', 'error', 'close']) keys.on(end, close);
  show(line);

  return {
    name,
    term: line.term,
    stdin,
    stdout,
    gone,
    async lend() {
      const { promise, resolve: comeBack } = Promise.withResolvers<void>();
      back = comeBack;
      unlessGone(() => {
        desk.order('shell');
        stdout.close();
      });
      await promise;
      back = undefined;
    },
    hear(next) {
      if (next.word === 'size') stdout.resize(next);
      else {
        stdout.close();
        unlessGone(() => show(next));
        back?.();
      }
    },
    end() {
      unlessGone(() => desk.order('end'));
      close();
    },
  };
}
