import { readFileSync } from 'node:fs';

/** What initramfs/init.sh has written on a console before Node: a frame for a screen of this size. */
export interface PaintedFrame {
  readonly written: string;
  readonly columns: number;
  readonly rows: number;
}

const framesDirectory = '/webboot/frames';
const painted = /^(\/dev\/\w+)=(\w+-\w+-(\d+)x(\d+))$/;

/** By the console's device, of init.sh's list: "/dev/ttyS0=en-ascii-80x24 /dev/tty1=en-cp437-80x25". */
export function readPaintedFrames(
  list: string,
  directory = framesDirectory,
): ReadonlyMap<string, PaintedFrame> {
  const frames = new Map<string, PaintedFrame>();
  for (const word of list.split(' ')) {
    const [, device, name, columns, rows] = painted.exec(word) ?? [];
    if (device === undefined) continue;
    const written = readFileSync(`${directory}/${name}`, 'utf8');
    frames.set(device, { written, columns: Number(columns), rows: Number(rows) });
  }
  return frames;
}
