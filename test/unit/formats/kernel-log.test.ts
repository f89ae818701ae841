import { expect, it } from 'vitest';
import { findMissingFirmware } from '../../../src/formats/kernel-log.ts';

it('names firmware files that drivers did not find, each once, with the device', () => {
  const log = [
    '[    4.1] iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-QuZ-a0-hr-b0-77.ucode failed with error -2',
    '[    4.2] iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-QuZ-a0-hr-b0-77.ucode failed with error -2',
    '[    4.3] r8169 0000:03:00.0: firmware: failed to load rtl_nic/rtl8168h-2.fw (-2)',
    '[    4.3] r8169 0000:03:00.0 eth1: unable to load firmware patch rtl_nic/rtl8168h-2.fw (-2)',
    '[    4.4] e1000e 0000:00:1f.6 eth0: NIC Link is Up',
    '[    4.5] usb 1-1.2: Direct firmware load for mt7601u.bin failed with error -2',
  ].join('\n');
  expect(findMissingFirmware(log)).toEqual([
    { device: '0000:00:14.3', file: 'iwlwifi-QuZ-a0-hr-b0-77.ucode' },
    { device: '0000:03:00.0', file: 'rtl_nic/rtl8168h-2.fw' },
    { device: '1-1.2', file: 'mt7601u.bin' },
  ]);
});
