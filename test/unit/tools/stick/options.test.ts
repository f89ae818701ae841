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
      ...['--chromeos', '--compress', 'xz'],
    ]);
    expect(rest).toEqual(['--append', 'debug', '--compress', 'xz']);
    expect(stick).toEqual({
      usb: resolve('a.img'),
      size: 2 ** 31,
      isos: [resolve('x.iso'), resolve('y.iso')],
      distros: [],
      secureBoot: { way: 'debian' },
      chromeos: true,
    });
  });

  test.each([
    ['--size', '2'],
    ['--secure-boot', 'mine'],
    ['--secure-boot-key', 'a.key'],
    ['--secure-boot-key=a.key', '--secure-boot-certificate=a.pem'],
    ['--images-partition=yes', '--size=2G'],
  ])('%s %s is a usage error', (option, value) => {
    expect(() => takeStickArguments(['--usb', 'a.img', option, value])).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  test("one's own key is made, or given as two files", () => {
    const secureBoot = (...args: string[]) =>
      takeStickArguments(['--usb', 'a.img', '--secure-boot', 'own', ...args]).stick?.secureBoot;
    expect(secureBoot()).toEqual({ way: 'own' });
    expect(secureBoot('--secure-boot-key', 'k', '--secure-boot-certificate', 'c')).toEqual({
      way: 'own',
      key: { key: resolve('k'), certificate: resolve('c') },
    });
  });

  test.each([
    ['--size', '2G'],
    ['--iso', 'a.iso'],
    ['--distro', 'debian'],
  ])('%s %s for a CD is a usage error', (option, value) => {
    expect(() => takeStickArguments(['--iso-out', 'a.iso', option, value])).toThrow(/--usb/);
  });

  test('a size without a stick is a usage error', () => {
    expect(() => takeStickArguments(['--size', '2G'])).toThrow(/--usb/);
  });

  test('images of the catalogue are named, and the partition for them may be asked for', () => {
    const args = ['--usb', 'a.img', '--images-partition', '--distro', 'debian', '--distro=grml'];
    const { stick, rest } = takeStickArguments(args);
    expect(rest).toEqual([]);
    expect(stick?.distros).toEqual(['debian', 'grml']);
  });
});
