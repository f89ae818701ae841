import { describe, expect, it } from 'vitest';
import { parseReservations } from '../../../../src/core/machine/memory-map.ts';
import { setAside, targetDevice } from '../../../../src/core/plan/choose-device.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { gibibyte, hostFacts, imageFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';

const device = (number: number, start: number) => ({
  path: `/dev/pmem${number}`,
  size: gibibyte,
  reservation: { start, size: gibibyte },
});
const legacy = (start: number) =>
  ({ start, end: start + gibibyte, type: 'pmem', label: 'Persistent Memory (legacy)' }) as const;

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

  it('is all that an image is ever written to: others may be NVDIMMs', () => {
    const devices = [device(0, 16 * gibibyte), device(1, 4 * gibibyte)];
    const here = { arch: 'x86_64', cmdline: 'quiet memmap=1G!4G' } as const;
    expect(setAside(devices, here)).toEqual([devices[1]]);
    expect(setAside(devices, { ...here, cmdline: 'quiet' })).toEqual([]);
    expect(setAside(devices, { ...here, arch: 'aarch64' })).toEqual(devices);
  });
});

describe('the medium in the target', () => {
  it('has a number by its address among the regions of the firmware’s map', () => {
    const host = hostFacts({
      memoryMap: { firmware: [legacy(2 * gibibyte), legacy(32 * gibibyte)], iomem: [] },
    });
    expect(targetDevice({ start: gibibyte, size: gibibyte }, host)).toBe('/dev/pmem0');
    expect(targetDevice({ start: 4 * gibibyte, size: gibibyte }, host)).toBe('/dev/pmem1');
  });

  it('is brought by the hook where NVDIMMs would be numbered too, whatever its number is here', () => {
    const pmem = { state: 'initrd', missing: [], description: 'memmap' } as const;
    const graftOf = (otherPmem: boolean) => {
      const plan = planBoot({
        source: imageSource(),
        facts: imageFacts({ pmem }),
        expectation: { kind: 'none', reason: 'a test' },
        host: hostFacts({ otherPmem, pmem: [device(1, gibibyte)] }),
        choice: {},
      });
      expect(plan.device).toBe('/dev/pmem1');
      return plan.steps.find((step) => step.op === 'graft')?.hook;
    };
    expect(graftOf(true)).toMatchObject({ device: '/dev/pmem0' });
    expect(graftOf(false)).toBeUndefined();
  });
});
