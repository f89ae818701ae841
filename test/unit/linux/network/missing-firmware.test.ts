import { expect, it } from 'vitest';
import { readMissingFirmware } from '../../../../src/linux/network/missing-firmware.ts';
import { temporaryTree } from '../../../helpers/file-tree.ts';

const failed = (driver: string, device: string, file: string) =>
  `[    4.1] ${driver} ${device}: Direct firmware load for ${file} failed with error -2`;

it('counts the firmware of network devices that have no interface for want of it', async () => {
  await using sysfs = await temporaryTree({
    'bus/pci/devices/0000:00:14.3/class': '0x028000\n',
    // It found an older version.
    'bus/pci/devices/0000:02:00.0/class': '0x028000\n',
    'bus/pci/devices/0000:02:00.0/net/wlan0/address': '',
    'bus/pci/devices/0000:00:02.0/class': '0x030000\n',
    'bus/usb/devices/1-1:1.0/bInterfaceNumber': '00\n',
  });
  const log = [
    failed('iwlwifi', '0000:00:14.3', 'iwlwifi-ty-a0-gf-a0-89.ucode'),
    failed('iwlwifi', '0000:02:00.0', 'iwlwifi-cc-a0-77.ucode'),
    failed('i915', '0000:00:02.0', 'i915/adlp_guc_70.bin'),
    failed('mt7601u', '1-1:1.0', 'mt7601u.bin'),
    failed('Bluetooth:', 'hci0', 'intel/ibt-20-1-3.sfi'),
  ].join('\n');
  expect(await readMissingFirmware(sysfs.path, async () => log)).toEqual([
    'iwlwifi-ty-a0-gf-a0-89.ucode',
    'mt7601u.bin',
  ]);
});
