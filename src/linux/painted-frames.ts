import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../core/defined.ts';
import { runDirectory } from './run-directory.ts';

/** What initramfs/init.sh has written on a console before Node: a frame for a screen of this size. */
export interface PaintedFrame {
  readonly written: string;
  readonly columns: number;
  readonly rows: number;
  /** The key of the item (`itemKey`) that somebody has moved the mark to; undefined if no key was answered. */
  readonly marked?: string;
  /** What the search field has; undefined if it is empty. */
  readonly search?: string;
  /** Keys that have been read there and not been answered. */
  readonly keys: Uint8Array;
}

const framesDirectory = '/webboot/frames';
const painted = /^(\/dev\/(\w+))=(\w+-\w+-(\d+)x(\d+))=(\d+)$/;

interface Places {
  readonly frames?: string;
  readonly run?: string;
}

/**
 * Ends the reading of keys by init.sh, and gives what each console shows, by device, of init.sh's list of frames and
 * of the processes that read there: "/dev/ttyS0=en-ascii-80x24=42 /dev/tty1=en-cp437-80x25=43".
 */
export async function takePaintedFrames(
  list: string,
  { frames = framesDirectory, run = runDirectory }: Places = {},
): Promise<ReadonlyMap<string, PaintedFrame>> {
  const taken = list.split(' ').map(async (word): Promise<readonly [string, PaintedFrame][]> => {
    const [, device, base, name, columns, rows, pid] = painted.exec(word) ?? [];
    if (device === undefined) return [];
    const { row, search, shown, keys } = await endReader(Number(pid), `${run}/answered-${base}`);
    const marked =
      row === undefined ? undefined : readFileSync(`${frames}/rows`, 'utf8').split('\n')[row];
    const frame: PaintedFrame = {
      written: readFileSync(`${frames}/${name}`, 'utf8') + shown,
      columns: Number(columns),
      rows: Number(rows),
      keys,
      ...(search === '' ? defined({ marked }) : { search }),
    };
    return [[device, frame]];
  });
  return new Map((await Promise.all(taken)).flat());
}

const pollMs = 5;
const signalMs = 25;
/** Whoever is gone by then has left nothing. */
const limitMs = 3000;

/** What a reader has left. */
interface Answered {
  /** That the mark is on; undefined if no key was answered. */
  readonly row: number | undefined;
  /** Printable ASCII. */
  readonly search: string;
  /** What has been written on top of the frame. */
  readonly shown: string;
  /** That have been read and not been answered. */
  readonly keys: Uint8Array;
}

const nothing: Answered = { row: undefined, search: '', shown: '', keys: new Uint8Array() };

/** A line each, but for the keys, which may be anything; the end says that this is all. */
const answered = /^(\d*)\n(.*)\n(.*)\n([\s\S]*)\nend\n$/;

/**
 * A signal ends the reader only while it waits for a key, so that nothing is half done: it is sent again until then.
 * Most readers have ended before, by the first key that they do not answer.
 */
async function endReader(pid: number, file: string): Promise<Answered> {
  const bytesOf = (text: string) => Buffer.from(text, 'latin1');
  for (let waited = 0; waited < limitMs; waited += pollMs) {
    const left = existsSync(file) ? answered.exec(readFileSync(file, 'latin1')) : null;
    if (left !== null) {
      const [, row = '', search = '', shown = '', keys = ''] = left;
      return {
        row: row === '' ? undefined : Number(row),
        search,
        shown: bytesOf(shown).toString(),
        keys: bytesOf(keys),
      };
    }
    if (waited % signalMs === 0) sendSignal(pid);
    await sleep(pollMs);
  }
  return nothing;
}

function sendSignal(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1');
  } catch {
    // It has just ended.
  }
}
