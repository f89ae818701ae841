import { expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

const files = {
  kernel: '/antiX/vmlinuz',
  initrds: ['/antiX/initrd.gz'],
  layout: new Set(['/antiX']),
};

it.each([
  ['quiet splasht nosplash', 'quiet splasht nosplash bdev=pmem0'],
  ['quiet from=usb,cd buuid=2026-01-01 bdir=antiX', 'quiet bdir=antiX bdev=pmem0'],
  ['toram fromiso=/mx.iso vga=791', 'vga=791 bdev=pmem0'],
])(
  'MX Linux and antiX are told the device, and no filter that it would not pass: %s',
  (cmdline, line) => {
    expect(recognized({ cmdline, ...files })).toEqual({ family: 'antix', line });
  },
);

it('MX Linux and antiX are recognized by their initrd alone', () => {
  const initrd = new Set(['init', 'bin/live-chroot', 'lib/live-init-utils.sh']);
  expect(recognized({ initrd }).family).toBe('antix');
});
