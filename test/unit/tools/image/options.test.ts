import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseImageArguments } from '../../../../tools/image/options.ts';

describe('parseImageArguments', () => {
  test('no arguments ask for the image for virtual machines, with zstd', () => {
    expect(parseImageArguments([])).toEqual({
      arch: 'x86_64',
      flavour: 'cloud',
      compress: 'zstd',
      wifiFirmware: false,
      extraFiles: [],
      append: '',
    });
  });

  test('files and ISO become absolute; the last colon parts source and destination', () => {
    const args = ['--file', 'a:b:/etc/c', '--file', 'd:/x/../e', '--iso', 'my.iso'];
    expect(parseImageArguments(args)).toMatchObject({
      extraFiles: [
        { source: resolve('a:b'), path: '/etc/c' },
        { source: resolve('d'), path: '/e' },
      ],
      iso: resolve('my.iso'),
    });
  });

  test('without a flavour the usual one of the architecture is meant', () => {
    const usual = (arch: string) => (arch === 'x86_64' ? 'built' : 'cloud');
    expect(parseImageArguments([], usual)).toMatchObject({ flavour: 'built' });
    expect(parseImageArguments(['--arch', 'aarch64'], usual)).toMatchObject({ flavour: 'cloud' });
    expect(parseImageArguments(['--flavour', 'generic'], usual)).toMatchObject({
      flavour: 'generic',
    });
  });

  test.each(['generic', 'built'])('the kernel %s knows Wi-Fi', (flavour) => {
    const args = ['--wifi-firmware', '--flavour', flavour];
    expect(parseImageArguments(args)).toMatchObject({ flavour, wifiFirmware: true });
  });

  test.each([
    ['--compress', 'lzma'],
    ['--file', 'nowhere'],
    ['--file', 'a:relative'],
    ['--file', 'a:/directory/'],
    ['--arch', 'i386'],
    ['--nonsense', ''],
    ['--wifi-firmware', '--flavour=cloud'],
  ])('%s %s is a usage error', (option, value) => {
    expect(() => parseImageArguments([option, value])).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});
