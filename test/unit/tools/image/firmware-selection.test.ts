import { describe, expect, test } from 'vitest';
import { selectFirmware, unnamedFirmware } from '../../../../tools/image/firmware-selection.ts';

const select = (names: readonly string[], available: readonly string[]) =>
  selectFirmware(names, new Set(available));

describe('selectFirmware', () => {
  test('takes what is named and nothing else', () => {
    expect(select(['rtl_nic/rtl8168d-1.fw'], ['rtl_nic/rtl8168d-1.fw', 'other.bin'])).toEqual({
      chosen: ['rtl_nic/rtl8168d-1.fw'],
      absent: [],
    });
  });

  test('names whose file no package has are told', () => {
    expect(select(['b43/ucode5.fw'], [])).toEqual({ chosen: [], absent: ['b43/ucode5.fw'] });
  });

  test("of Intel's versions the newest that the driver knows is taken", () => {
    const available = [72, 77, 89, 90].map((version) => `iwlwifi-so-a0-hr-b0-${version}.ucode`);
    expect(select(['iwlwifi-so-a0-hr-b0-89.ucode'], available).chosen).toEqual([
      'iwlwifi-so-a0-hr-b0-89.ucode',
    ]);
  });

  test('an older version is taken where the newest that the driver knows is in no package', () => {
    const available = ['iwlwifi-so-a0-jf-b0-72.ucode', 'iwlwifi-so-a0-jf-b0-77.ucode'];
    expect(select(['iwlwifi-so-a0-jf-b0-89.ucode'], available)).toEqual({
      chosen: ['iwlwifi-so-a0-jf-b0-77.ucode'],
      absent: [],
    });
  });

  test('of several versions that a driver names one is taken', () => {
    const directory = 'ath10k/QCA6174/hw3.0';
    const names = [4, 5, 6].map((version) => `${directory}/firmware-${version}.bin`);
    expect(select(names, [`${directory}/firmware-4.bin`, `${directory}/firmware-6.bin`])).toEqual({
      chosen: [`${directory}/firmware-6.bin`],
      absent: [],
    });
  });

  test('numbers that are no versions are left alone', () => {
    const names = ['ath10k/QCA6174/hw3.0/board-2.bin', 'rtw89/rtw8852b_fw-1.bin'];
    const available = ['ath10k/QCA6174/hw3.0/board-1.bin', 'rtw89/rtw8852b_fw-1.bin'];
    expect(select(names, available)).toEqual({
      chosen: ['rtw89/rtw8852b_fw-1.bin'],
      absent: ['ath10k/QCA6174/hw3.0/board-2.bin'],
    });
  });

  test("Intel's platform data comes along with the firmware that asks for it", () => {
    const available = ['iwlwifi-so-a0-gf-a0-89.ucode', 'iwlwifi-so-a0-gf-a0.pnvm'];
    expect(select(['iwlwifi-so-a0-gf-a0-89.ucode'], available).chosen).toEqual(available);
  });

  test('a star stands for anything in one directory', () => {
    const files = ['ath11k/WCN6855/hw2.0/amss.bin', 'ath11k/WCN6855/hw2.0/m3.bin'];
    const deeper = 'ath11k/WCN6855/hw2.0/nfa765/amss.bin';
    expect(select(['ath11k/WCN6855/hw2.0/*'], [...files, deeper]).chosen).toEqual(files);
  });

  test('a dot in a name is a dot', () => {
    expect(select(['a.*'], ['a.bin', 'axbin']).chosen).toEqual(['a.bin']);
  });
});

test('drivers that do not name their firmware are known', () => {
  expect(unnamedFirmware('ath12k')).toEqual(['ath12k/WCN7850/hw2.0/*']);
  expect(unnamedFirmware('iwlwifi')).toEqual([]);
});
