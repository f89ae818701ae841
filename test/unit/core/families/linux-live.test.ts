import { expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

it.each([
  ['quiet', 'quiet from=/dev/pmem0'],
  ['from=/other quiet toram', 'quiet from=/dev/pmem0/other'],
  ['from=/dev/sr0/other/', 'from=/dev/pmem0/other'],
  ['from=/dev/sr0', 'from=/dev/pmem0'],
  ['from=/isos/x.iso', 'from=/dev/pmem0'],
  ['from=http://server/x.iso', 'from=/dev/pmem0'],
  ['from=ask', 'from=/dev/pmem0'],
])(
  'a system made by linux-live, under any name, is looked for at the device: %s',
  (cmdline, line) => {
    const initrds = ['/mine/boot/initrfs.img'];
    expect(recognized({ cmdline, initrds })).toEqual({ family: 'linux-live', line });
  },
);
