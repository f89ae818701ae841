import { expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

const layout = new Set(['/.pve-cd-id.txt']);

it.each([
  ['ro ramdisk_size=16777216 rw quiet', 'ro ramdisk_size=16777216 rw quiet root=/dev/pmem0'],
  ['ro proxdebug', 'ro proxdebug root=/dev/pmem0'],
  ['ro root=/dev/mapper/pve-root', 'ro root=/dev/mapper/pve-root'],
])(
  'Proxmox’ installer mounts the device as its root, unless it is to rescue another: %s',
  (cmdline, line) => {
    expect(recognized({ cmdline, layout })).toEqual({ family: 'proxmox', line });
  },
);
