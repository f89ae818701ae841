import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import {
  formatEnvironmentBlock,
  readEnvironmentVariable,
} from '../../../../src/formats/grub/environment-block.ts';

const work = mkdtempSync(join(tmpdir(), 'webboot-environment-'));
const file = join(work, 'stick.env');
afterAll(() => rmSync(work, { recursive: true }));

describe('a file of variables for GRUB', () => {
  it('is read by GRUB’s own tool, and its by us', () => {
    writeFileSync(file, formatEnvironmentBlock({ stickkey: '0f1e' }));
    expect(execaSync('grub-editenv', [file, 'list']).stdout).toBe('stickkey=0f1e');
    execaSync('grub-editenv', [file, 'set', 'stickkey=ab', 'other=1']);
    const block = readFileSync(file);
    expect(block).toHaveLength(1024);
    expect(readEnvironmentVariable(block, 'stickkey')).toBe('ab');
    expect(readEnvironmentVariable(block, 'missing')).toBeUndefined();
  });

  it('is of one size, whatever is in it', () => {
    expect(formatEnvironmentBlock({})).toHaveLength(1024);
    expect(readEnvironmentVariable(formatEnvironmentBlock({}), 'stickkey')).toBeUndefined();
    expect(() => formatEnvironmentBlock({ a: 'x'.repeat(1024) })).toThrow(RangeError);
    expect(() => formatEnvironmentBlock({ a: 'b\nc=d' })).toThrow(RangeError);
  });

  it('is nothing else', () => {
    expect(() => readEnvironmentVariable(Buffer.from('stickkey=0f'), 'stickkey')).toThrow(
      expect.objectContaining({ name: 'FormatError' }),
    );
  });
});
