import { describe, expect, it } from 'vitest';
import { parseReservations } from '../../../../src/core/machine/memory-map.ts';
import { findOwnRegions, ownDevices } from '../../../../src/core/machine/own-regions.ts';
import { gibibyte, mebibyte } from '../../../helpers/facts.ts';

const device = (number: number, start: number, size = gibibyte) => ({
  path: `/dev/pmem${number}`,
  size,
  reservation: { start, size },
});

describe('memory that a command line sets aside', () => {
  it('is read as the kernel reads it', () => {
    expect(
      parseReservations(
        'memmap=512M!1G memmap=0x40000000!0x100000000,64k$4k quiet -- memmap=1G!8G',
      ),
    ).toEqual([
      { start: gibibyte, size: 512 * mebibyte },
      { start: 4 * gibibyte, size: gibibyte },
    ]);
    expect(parseReservations('memmap=010m!4g')).toEqual([
      { start: 4 * gibibyte, size: 8 * mebibyte },
    ]);
    expect(parseReservations('memmap=1G@2G memmap=exactmap memmap=1G#2G')).toEqual([]);
  });

  it('is what x86 goes by, and arm64 never, where only webboot’s own marks count', () => {
    const marked = [{ start: 8 * gibibyte, size: gibibyte }];
    const cmdline = 'quiet memmap=1G!4G';
    expect(findOwnRegions({ arch: 'x86_64', cmdline, marked })).toEqual([
      { start: 4 * gibibyte, size: gibibyte },
    ]);
    expect(findOwnRegions({ arch: 'aarch64', cmdline, marked })).toEqual(marked);
    expect(findOwnRegions({ arch: 'aarch64', cmdline, marked: [] })).toEqual([]);
  });
});

describe('the devices that an image may be written to', () => {
  const regions = [{ start: 4 * gibibyte, size: gibibyte }];

  it('are never NVDIMMs, on whatever machine: only what lies in memory that was set aside', () => {
    const nvdimm = device(0, 16 * gibibyte);
    const own = device(1, 4 * gibibyte);
    expect(ownDevices([nvdimm, own], regions)).toEqual([own]);
    expect(ownDevices([nvdimm, own], [])).toEqual([]);
  });

  it.each([
    ['begins before it', device(0, 3 * gibibyte, 2 * gibibyte)],
    ['ends behind it', device(0, 4 * gibibyte, 2 * gibibyte)],
    ['has an address that nobody knows', device(0, 0, 64 * gibibyte)],
    ['has an address that is no number', device(0, Number.NaN)],
  ])('are none that lies partly in it: one that %s', (_, partly) => {
    expect(ownDevices([partly], regions)).toEqual([]);
  });

  it('may span two regions that touch, which the kernel makes one of', () => {
    const both = device(0, 4 * gibibyte, 2 * gibibyte);
    const touching = [{ start: 5 * gibibyte, size: gibibyte }, ...regions];
    const apart = [{ start: 5 * gibibyte + mebibyte, size: gibibyte }, ...regions];
    expect(ownDevices([both], touching)).toEqual([both]);
    expect(ownDevices([both], apart)).toEqual([]);
  });
});
