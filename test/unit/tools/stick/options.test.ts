import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeStickArguments } from '../../../../tools/stick/options.ts';

describe('takeStickArguments', () => {
  test("leaves an image's own arguments alone, its ISO too", () => {
    const args = ['--flavour', 'cloud', '--iso', 'a.iso'];
    expect(takeStickArguments(args)).toEqual({ stick: undefined, rest: args });
  });

  test("parts a stick's arguments from the image's", () => {
    const { stick, rest } = takeStickArguments([
      ...['--usb', 'a.img', '--append', 'debug', '--iso', 'x.iso', '--size=2G', '--iso=y.iso'],
      ...['--compress', 'xz'],
    ]);
    expect(rest).toEqual(['--append', 'debug', '--compress', 'xz']);
    expect(stick).toEqual({
      usb: resolve('a.img'),
      size: 2 ** 31,
      isos: [resolve('x.iso'), resolve('y.iso')],
      secureBoot: 'debian',
    });
  });

  test.each([
    ['--size', '2'],
    ['--secure-boot', 'own'],
  ])('%s %s is a usage error', (option, value) => {
    expect(() => takeStickArguments(['--usb', 'a.img', option, value])).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  test('a size without a stick is a usage error', () => {
    expect(() => takeStickArguments(['--size', '2G'])).toThrow(/--usb/);
    expect(() => takeStickArguments(['--iso-out', 'a.iso', '--size', '2G'])).toThrow(/--usb/);
  });
});
