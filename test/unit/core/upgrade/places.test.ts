import { expect, it } from 'vitest';
import { deviceOf, directoryOn } from '../../../../src/core/upgrade/places.ts';

it('knows from a folder that it is on memory, and on which device', () => {
  expect(deviceOf(directoryOn('/dev/pmem0'))).toEqual({
    device: '/dev/pmem0',
    mountPoint: '/run/webboot-checkpoints/pmem0',
  });
});

it.each([
  '/var/lib/webboot/upgrade',
  '/run/webboot-checkpoints/pmem0',
  '/run/webboot-checkpoints/sda/upgrade',
  '/run/webboot-checkpoints/pmem0x/upgrade',
  '/mnt/run/webboot-checkpoints/pmem0/upgrade',
])('takes no device from %s', (directory) => {
  expect(deviceOf(directory)).toBeUndefined();
});
