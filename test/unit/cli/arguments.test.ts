import { describe, expect, it } from 'vitest';
import { normaliseFlags } from '../../../src/cli/arguments.ts';

describe('flags', () => {
  it('may be written with one dash, as the Go tool’s were', () => {
    expect(normaliseFlags(['-interface', 'eth0', '-dry-run', 'tinycore'])).toEqual([
      '--interface',
      'eth0',
      '--dry-run',
      'tinycore',
    ]);
  });

  it('of one letter, and what stands behind --, stay as they are', () => {
    expect(normaliseFlags(['-o', 'file', '--json', '--', '-quiet'])).toEqual([
      '-o',
      'file',
      '--json',
      '--',
      '-quiet',
    ]);
  });
});
