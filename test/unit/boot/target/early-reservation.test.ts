import { describe, expect, it } from 'vitest';
import { planEarlyReservation } from '../../../../src/boot/target/early-reservation.ts';
import type { HostFacts } from '../../../../src/core/machine/host-facts.ts';
import { parseWebbootParameters } from '../../../../src/core/settings/webboot-parameters.ts';
import { gibibyte, hostFacts, mebibyte } from '../../../helpers/facts.ts';

function plan(overrides: Partial<HostFacts> = {}) {
  const ram = { start: mebibyte, end: 2 * gibibyte, type: 'ram', label: 'System RAM' } as const;
  const host = hostFacts({
    pmem: [],
    memoryMap: { firmware: [ram], iomem: [ram] },
    ramBytes: 2000 * mebibyte,
    availableBytes: 1860 * mebibyte,
    ...overrides,
  });
  return planEarlyReservation(host, parseWebbootParameters(host.cmdline));
}

function planned(overrides: Partial<HostFacts> = {}) {
  return plan(overrides)?.reservation;
}

/** A machine with that much RAM, of which webboot uses 100 MiB. */
function machineWith(ramMiB: number): Partial<HostFacts> {
  const ram = {
    ...{ start: mebibyte, end: ramMiB * mebibyte },
    ...({ type: 'ram', label: 'System RAM' } as const),
  };
  const ramBytes = (ramMiB - 50) * mebibyte;
  return {
    memoryMap: { firmware: [ram], iomem: [ram] },
    ...{ ramBytes, availableBytes: ramBytes - 50 * mebibyte },
  };
}

describe('the reservation that webboot starts itself again for', () => {
  it('leaves what webboot itself needs', () => {
    expect(planned()?.size).toBe(1574 * mebibyte);
    expect(plan()?.isTight).toBe(false);
  });

  it.each([384, 448, 512, 560])('holds a small live system on a machine with %i MiB', (ramMiB) => {
    expect(plan(machineWith(ramMiB))).toMatchObject({
      reservation: { size: 118 * mebibyte },
      isTight: true,
    });
  });

  it('leaves more where the image carries an ISO, which lies in memory twice for a while', () => {
    const availableBytes = 1360 * mebibyte;
    expect(planned({ availableBytes })?.size).toBeLessThan(2000 * mebibyte - 2 * 640 * mebibyte);
  });

  it.each([
    ['the person gave one', { cmdline: 'quiet memmap=1G!4G' }],
    ['it was done already', { cmdline: 'webboot.restarted' }],
    ['there is a medium', { pmem: hostFacts().pmem }],
    [
      'no kernel can be loaded',
      { kexec: { loadDisabled: true, lockdown: 'none', fileLoad: true, secureBoot: false } },
    ],
    [
      'it takes a tree of its own, and the machine is locked down',
      {
        arch: 'aarch64',
        kexec: { loadDisabled: false, lockdown: 'integrity', fileLoad: true, secureBoot: true },
      },
    ],
    ['it was done already, by a tree', { arch: 'aarch64', cmdline: 'webboot.restarted' }],
  ] satisfies [string, Partial<HostFacts>][])('is not made where %s', (_, overrides) => {
    expect(plan(overrides)).toBeUndefined();
  });

  describe('on arm64, where a tree tells of it', () => {
    const host = { arch: 'aarch64', firmware: 'tree' } as const;
    const range = (start: number, end: number, label = 'System RAM') =>
      ({ start, end, type: label === 'System RAM' ? 'ram' : 'reserved', label }) as const;
    const mapOf = (...iomem: readonly ReturnType<typeof range>[]) => ({ firmware: [], iomem });
    const board = mapOf(range(gibibyte, 3 * gibibyte));

    it('takes the upper end, since kernels are put at the lower one', () => {
      expect(planned({ ...host, memoryMap: board })).toEqual({
        start: 1408 * mebibyte,
        size: 1574 * mebibyte,
      });
    });

    it('is chosen anew where an earlier kernel was given one, cut to its image', () => {
      const own = { start: 2 * gibibyte, size: 256 * mebibyte };
      const end = own.start + own.size;
      const split = mapOf(
        range(gibibyte, own.start),
        range(own.start, end, 'reserved'),
        range(end, 3 * gibibyte),
      );
      const first = plan({ ...host, memoryMap: board });
      const again = plan({
        ...host,
        memoryMap: split,
        ownRegions: [own],
        pmem: [{ path: '/dev/pmem0', size: own.size, reservation: own }],
      });
      expect(first).toBeDefined();
      expect(again).toEqual(first);
    });
  });
});
