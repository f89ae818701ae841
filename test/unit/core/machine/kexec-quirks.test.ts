import { expect, it } from 'vitest';
import { kexecQuirks, quirkSteps } from '../../../../src/core/machine/kexec-quirks.ts';

function drivers(held: Readonly<Record<string, readonly string[]>>) {
  return (driver: string) => held[driver] ?? [];
}

const usb = drivers({ xhci_hcd: ['0000:00:14.0'] });

it('releases the USB controllers of a MacBook', () => {
  const steps = quirkSteps({ systemVendor: 'Apple Inc.\n', devicesOf: usb });
  expect(steps.map(({ quirk, devices }) => [quirk.cure, ...devices])).toEqual([
    ['unbind', '0000:00:14.0'],
  ]);
});

it.each(['Supermicro', '', 'Not Apple'])('leaves those of others alone: %j', (systemVendor) => {
  expect(quirkSteps({ systemVendor, devicesOf: usb })).toEqual([]);
});

it('unloads what has no device to release by itself', () => {
  const devicesOf = drivers({ nvidia: ['0000:01:00.0'] });
  const [step] = quirkSteps({ systemVendor: 'ASUS', devicesOf });
  expect(step?.quirk.cure).toEqual({
    unload: ['nvidia_drm', 'nvidia_modeset', 'nvidia_uvm', 'nvidia'],
  });
});

it('every row says where somebody has seen it', () => {
  for (const { source, otherwise } of kexecQuirks) {
    expect(source).toMatch(/^https:\/\//);
    expect(otherwise).not.toBe('');
  }
});
