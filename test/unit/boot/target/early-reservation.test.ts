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

describe('the reservation that webboot starts itself again for', () => {
  it('leaves what webboot itself needs', () => {
    expect(plan()?.size).toBe(1574 * mebibyte);
  });

  it('leaves more where the image carries an ISO, which lies in memory twice for a while', () => {
    const availableBytes = 1360 * mebibyte;
    expect(plan({ availableBytes })?.size).toBeLessThan(2000 * mebibyte - 2 * 640 * mebibyte);
  });

  it.each([
    ['the person gave one', { cmdline: 'quiet memmap=1G!4G' }],
    ['it was done already', { cmdline: 'webboot.restarted' }],
    ['there is a medium', { pmem: hostFacts().pmem }],
    ['the kernel ignores memmap=, as on arm64', { arch: 'aarch64' }],
    [
      'no kernel can be loaded',
      { kexec: { loadDisabled: true, lockdown: 'none', fileLoad: true, secureBoot: false } },
    ],
  ] satisfies [string, Partial<HostFacts>][])('is not made where %s', (_, overrides) => {
    expect(plan(overrides)).toBeUndefined();
  });
});
