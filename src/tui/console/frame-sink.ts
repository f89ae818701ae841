import { Writable } from 'node:stream';
import type { ConsoleSize } from './console.ts';

/** What Ink takes for a terminal: it has the console's size, and passes whole frames on. */
export interface FrameSink extends NodeJS.WritableStream {
  columns: number;
  rows: number;
}

/**
 * Ink in its debug mode writes each frame as a whole, with one call. That leaves it to the
 * painter what of it goes over the line.
 */
export function createFrameSink(size: ConsoleSize, onFrame: (frame: string) => void): FrameSink {
  const sink = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      onFrame(chunk);
      done();
    },
  });
  return Object.assign(sink, { columns: size.columns, rows: size.rows });
}
