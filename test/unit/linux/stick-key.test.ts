import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatEnvironmentBlock } from '../../../src/formats/grub/environment-block.ts';
import { readKey, writeKey } from '../../../src/linux/stick-key.ts';

let esp = '';
let file = '';
beforeEach(() => {
  esp = mkdtempSync(join(tmpdir(), 'webboot-esp-'));
  mkdirSync(join(esp, 'webboot'));
  file = join(esp, 'webboot/stick.env');
});
afterEach(() => rmSync(esp, { recursive: true }));

describe('the key of a stick', () => {
  it('is none on a stick that is new, and stays the one that was written', async () => {
    writeFileSync(file, formatEnvironmentBlock({}));
    expect(await readKey(esp)).toBeUndefined();
    expect(await writeKey(esp, 'c0ffee')).toBe(true);
    expect(await readKey(esp)).toBe('c0ffee');
    expect(readFileSync(file)).toHaveLength(1024);
  });

  it('is not written where GRUB would not read it', async () => {
    expect(await writeKey(esp, 'c0ffee')).toBe(false);
    writeFileSync(file, 'short');
    expect(await writeKey(esp, 'c0ffee')).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('short');
    expect(await readKey(esp)).toBeUndefined();
  });

  it('is written through no link', async () => {
    const outside = join(esp, 'outside');
    writeFileSync(outside, formatEnvironmentBlock({}));
    symlinkSync(outside, file);
    expect(await writeKey(esp, 'c0ffee')).toBe(false);
    expect(readFileSync(outside).toString()).not.toContain('c0ffee');
  });
});
