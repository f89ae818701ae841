import { expect, it } from 'vitest';
import { findMissingFirmware } from '../../../src/formats/kernel-log.ts';

it('names firmware files that drivers did not find, each once', () => {
  const log = [
    '[    4.1] iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-QuZ-a0-hr-b0-77.ucode failed with error -2',
    '[    4.2] iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-QuZ-a0-hr-b0-77.ucode failed with error -2',
    '[    4.3] r8169 0000:03:00.0: firmware: failed to load rtl_nic/rtl8168h-2.fw (-2)',
    '[    4.4] e1000e 0000:00:1f.6 eth0: NIC Link is Up',
  ].join('\n');
  expect(findMissingFirmware(log)).toEqual([
    'iwlwifi-QuZ-a0-hr-b0-77.ucode',
    'rtl_nic/rtl8168h-2.fw',
  ]);
});
