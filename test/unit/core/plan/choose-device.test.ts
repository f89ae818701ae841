import { describe, expect, it } from 'vitest';
import { targetDevice } from '../../../../src/core/plan/choose-device.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { gibibyte, hostFacts, imageFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';

const device = (number: number, start: number) => ({
  path: `/dev/pmem${number}`,
  size: gibibyte,
  reservation: { start, size: gibibyte },
});
const legacy = (start: number) =>
  ({ start, end: start + gibibyte, type: 'pmem', label: 'Persistent Memory (legacy)' }) as const;

describe('the medium in the target', () => {
  it('has a number by its address among the regions of the firmware’s map', () => {
    const host = hostFacts({
      memoryMap: { firmware: [legacy(2 * gibibyte), legacy(32 * gibibyte)], iomem: [] },
    });
    expect(targetDevice(device(3, gibibyte), host)).toBe('/dev/pmem0');
    expect(targetDevice(device(3, 4 * gibibyte), host)).toBe('/dev/pmem1');
    const arm = hostFacts({ arch: 'aarch64' });
    expect(targetDevice(device(1, 4 * gibibyte), arm)).toBe('/dev/pmem1');
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
      return plan.steps?.graft?.hook;
    };
    expect(graftOf(true)).toMatchObject({ device: '/dev/pmem0' });
    expect(graftOf(false)).toBeUndefined();
  });
});

describe('a machine with arm64, whose kernels ignore memmap=', () => {
  const planOn = (
    host: Parameters<typeof hostFacts>[0],
    choice: Parameters<typeof planBoot>[0]['choice'] = {},
  ) =>
    planBoot({
      source: imageSource({ arch: 'aarch64' }),
      facts: imageFacts({ arch: 'aarch64' }),
      expectation: { kind: 'none', reason: 'a test' },
      host: hostFacts({ arch: 'aarch64', ...host }),
      choice,
    });
  const small = { ...device(0, gibibyte), size: mebibyte };
  const ram = { start: mebibyte, end: 4 * gibibyte, type: 'ram', label: 'System RAM' } as const;

  it.each([
    ['where nothing is set aside', { pmem: [] }],
    ['where what is set aside is too small', { pmem: [small] }],
    ['where there is too little memory', { pmem: [], memoryMap: { firmware: [], iomem: [ram] } }],
  ])('is never advised to use it, nor handed on with it, %s', (_, host) => {
    const plan = planOn(host);
    expect(plan.problems.map(({ severity }) => severity)).toContain('blocker');
    expect(JSON.stringify(plan)).not.toContain('memmap=');
  });

  it('is not told how many of them it may have', () => {
    const plan = planOn(
      { pmem: [device(0, gibibyte)] },
      { append: 'memmap=1M!1G,1M!2G,1M!3G,1M!4G,1M!5G' },
    );
    expect(plan.problems.map(({ code }) => code)).not.toContain('too-many-memmaps');
  });

  it('hands its own region on without it', () => {
    const plan = planOn({ pmem: [device(0, gibibyte)] });
    expect(plan.steps?.load).toBeDefined();
    expect(JSON.stringify(plan)).not.toContain('memmap=');
  });
});
