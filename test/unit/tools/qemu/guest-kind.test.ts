import { describe, expect, it } from 'vitest';
import { parseGuestKind } from '../../../../tools/qemu/guest-kind.ts';

const parse = (options: { arch?: string; firmware?: string }) =>
  parseGuestKind(options, 'npm start');

describe('parseGuestKind', () => {
  it('takes x86_64 without a word, and arm64 with any of its firmwares', () => {
    expect(parse({})).toEqual({ arch: 'x86_64' });
    expect(parse({ arch: 'aarch64' })).toEqual({ arch: 'aarch64' });
    expect(parse({ arch: 'aarch64', firmware: 'uefi-tree' })).toEqual({
      arch: 'aarch64',
      firmware: 'uefi-tree',
    });
  });

  it('refuses what there is not, with the choice', () => {
    expect(() => parse({ arch: 'arm64' })).toThrow('--arch must be one of x86_64, aarch64');
    expect(() => parse({ arch: 'aarch64', firmware: 'bios' })).toThrow(
      '--firmware must be one of acpi, uefi-tree, tree, not bios.',
    );
    expect(() => parse({ firmware: 'tree' })).toThrow('--firmware needs --arch aarch64.');
  });
});
