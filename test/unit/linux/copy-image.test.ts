import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyImage } from '../../../src/linux/copy-image.ts';

const directory = mkdtempSync(join(tmpdir(), 'webboot-copy-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, bytes: number) => {
  const path = join(directory, name);
  writeFileSync(path, Buffer.alloc(bytes, 7));
  return path;
};

test('an image on a stick that is gone is told as such, before and while it is copied', async () => {
  const to = file('medium', 1000);
  const gone = join(directory, 'gone.iso');
  await expect(copyImage({ from: gone, to, bytes: 1000 })).rejects.toMatchObject({
    code: 'damaged-image',
    subject: gone,
    remedy: expect.stringContaining('stick'),
  });
  const short = file('short.iso', 10);
  await expect(copyImage({ from: short, to, bytes: 1000 })).rejects.toMatchObject({
    code: 'length-mismatch',
  });
  await expect(copyImage({ from: directory, to, bytes: 1000 })).rejects.toMatchObject({
    code: 'damaged-image',
  });
});
