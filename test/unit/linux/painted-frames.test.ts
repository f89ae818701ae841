import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPaintedFrames } from '../../../src/linux/painted-frames.ts';

it('knows of each console what has been written on it, and the size that it was for', () => {
  const work = mkdtempSync(join(tmpdir(), 'webboot-frames-'));
  try {
    writeFileSync(join(work, 'en-ascii-80x24'), 'serial');
    writeFileSync(join(work, 'any-cp437-128x48'), 'screen');
    const list = '/dev/ttyS0=en-ascii-80x24 /dev/tty1=any-cp437-128x48';
    expect([...readPaintedFrames(list, work)]).toEqual([
      ['/dev/ttyS0', { written: 'serial', columns: 80, rows: 24 }],
      ['/dev/tty1', { written: 'screen', columns: 128, rows: 48 }],
    ]);
    expect(readPaintedFrames('', work).size).toBe(0);
  } finally {
    rmSync(work, { recursive: true });
  }
});
