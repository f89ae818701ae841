import { describe, expect, it } from 'vitest';
import type { PmemSupport } from '../../../../src/core/image/pmem-support.ts';
import type { Firmware } from '../../../../src/core/machine/firmware.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { gibibyte, hostFacts, imageFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';

const region = { start: 2 * gibibyte, size: gibibyte };
const drivers = ['libnvdimm', 'of_pmem', 'nd_pmem'];

function planOn(
  firmware: Firmware,
  pmem: Partial<PmemSupport> = {},
  host: Parameters<typeof hostFacts>[0] = {},
) {
  const description = firmware === 'acpi' ? 'nfit' : 'device-tree';
  const plan = planBoot({
    source: imageSource({ arch: 'aarch64' }),
    facts: imageFacts({
      arch: 'aarch64',
      pmem: { state: 'initrd', missing: [], description, ...pmem },
    }),
    expectation: { kind: 'none', reason: 'a test' },
    host: hostFacts({
      arch: 'aarch64',
      firmware,
      ownRegions: [region],
      pmem: [{ path: '/dev/pmem0', size: region.size, reservation: region }],
      ...host,
    }),
    choice: { acceptUnverified: 'demo/standard' },
  });
  const load = plan.steps?.load;
  const graft = plan.steps?.graft;
  return { plan, load, graft };
}

describe('a live system on arm64', () => {
  it.each(['acpi', 'uefi-tree', 'tree'] as const)(
    'gets the rest of the memory back, by its tree, on machines with %s',
    (firmware) => {
      const { load, plan } = planOn(firmware);
      expect(load?.region).toEqual({ start: region.start, size: 252 * mebibyte });
      expect(load?.cmdline).not.toContain('memmap');
      expect(plan.problems.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    },
  );

  it('is told of its medium by a table, and kept to ACPI, where the machine goes by that', () => {
    const { load, graft } = planOn('acpi');
    expect(load?.cmdline).toMatch(/\bacpi=on\b/);
    expect(graft).toEqual({ nfit: load?.region });
  });

  it('takes its medium raw where UEFI tells what memory there is, whatever its initrd has', () => {
    for (const state of ['initrd', 'builtin', 'graft'] as const) {
      const { load, graft } = planOn('uefi-tree', {
        state,
        missing: state === 'graft' ? drivers : [],
      });
      expect(graft?.hook).toMatchObject({ rawAt: region.start, modules: drivers });
      expect(load?.cmdline).not.toContain('acpi=');
    }
  });

  it('needs no graft where nothing but the tree describes the machine and its initrd has drivers', () => {
    expect(planOn('tree').graft).toBeUndefined();
    expect(planOn('tree', { state: 'graft', missing: drivers }).graft?.hook?.rawAt).toBeUndefined();
  });

  it('boots next to NVDIMMs, from the device that it has here', () => {
    const { plan, load } = planOn(
      'acpi',
      {},
      {
        otherPmem: true,
        pmem: [{ path: '/dev/pmem1', size: region.size, reservation: region }],
      },
    );
    expect(load?.cmdline).toContain('live-media=/dev/pmem1');
    expect(plan.problems.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    expect(planOn('tree', {}, { otherPmem: true }).graft?.hook?.modules).toEqual(drivers);
  });

  it('needs no table if it needs no medium', () => {
    const { graft } = planOn('acpi', {
      description: undefined,
      reason: 'needs no medium',
    } as object);
    expect(graft).toBeUndefined();
  });
});

describe('a machine under Secure Boot', () => {
  const locked = { loadDisabled: false, lockdown: 'integrity', secureBoot: true } as const;
  const blockers = (fileLoad: boolean, host: Parameters<typeof hostFacts>[0] = {}) =>
    planOn('acpi', {}, { kexec: { ...locked, fileLoad }, ...host }).plan.problems.filter(
      ({ severity }) => severity === 'blocker',
    );

  it('starts nothing with a kernel that lacks kexec_file_load, and says so', () => {
    expect(blockers(false)).toContainEqual(
      expect.objectContaining({
        code: 'kexec-disabled',
        remedy: 'Switch Secure Boot off in the firmware.',
      }),
    );
    expect(blockers(true).map(({ code }) => code)).not.toContain('kexec-disabled');
  });

  it('is told why it has no memory for the image', () => {
    const missing = blockers(true, { pmem: [], ownRegions: [] });
    expect(missing.find(({ code }) => code === 'reservation-missing')?.remedy).toContain(
      'Secure Boot',
    );
  });
});
