import { expect, test } from 'vitest';
import { takeNetbootArgument } from '../../../../tools/netboot/options.ts';

test.each([
  [['--netboot', '/srv/tftp', '--append', 'a b']],
  [['--append', 'a b', '--netboot', '/srv/tftp']],
  [['--append', 'a b', '--netboot=/srv/tftp']],
])('takes its own option off %j', (args) => {
  expect(takeNetbootArgument(args)).toEqual({ netboot: '/srv/tftp', rest: ['--append', 'a b'] });
});

test('without it, the arguments stay as they are', () => {
  expect(takeNetbootArgument(['--usb', 'x.img'])).toEqual({
    netboot: undefined,
    rest: ['--usb', 'x.img'],
  });
});

test('a directory is needed', () => {
  expect(() => takeNetbootArgument(['--netboot'])).toThrow(/needs a directory/);
});
