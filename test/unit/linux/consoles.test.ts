import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openConsoles } from '../../../src/linux/consoles.ts';

it('what is no terminal is no console, and leaves no file open', () => {
  const work = mkdtempSync(join(tmpdir(), 'webboot-consoles-'));
  const file = join(work, 'file');
  writeFileSync(file, '');
  try {
    const openFiles = () => readdirSync('/proc/self/fd').length;
    const before = openFiles();
    expect(openConsoles([file, join(work, 'absent'), file, file])).toEqual([]);
    expect(openFiles()).toBe(before);
  } finally {
    rmSync(work, { recursive: true });
  }
});
