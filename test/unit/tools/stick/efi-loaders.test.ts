import { describe, expect, it } from 'vitest';
import type { MachineArchitecture } from '../../../../tools/shared/architectures.ts';
import { loaderFiles } from '../../../../tools/stick/efi-loaders.ts';
import type { SecureBoot } from '../../../../tools/stick/options.ts';

const filesFor = async (arch: MachineArchitecture, way: 'debian' | 'off') => {
  const secureBoot: SecureBoot = { way };
  const { loaders } = await loaderFiles({ tree: '/t', arch }, 'k', { secureBoot, work: '/w' });
  return Object.fromEntries(loaders);
};

describe('loaderFiles', () => {
  it('starts with shim under the name that firmware of the architecture looks for', async () => {
    expect(await filesFor('x86_64', 'debian')).toEqual({
      'EFI/BOOT/BOOTX64.EFI': '/t/usr/lib/shim/shimx64.efi.signed',
      'EFI/BOOT/grubx64.efi': '/t/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed',
      'EFI/BOOT/mmx64.efi': '/t/usr/lib/shim/mmx64.efi.signed',
    });
    expect(await filesFor('aarch64', 'debian')).toEqual({
      'EFI/BOOT/BOOTAA64.EFI': '/t/usr/lib/shim/shimaa64.efi.signed',
      'EFI/BOOT/grubaa64.efi': '/t/usr/lib/grub/arm64-efi-signed/grubaa64.efi.signed',
      'EFI/BOOT/mmaa64.efi': '/t/usr/lib/shim/mmaa64.efi.signed',
    });
  });

  it('starts with GRUB itself where Secure Boot is off', async () => {
    expect(await filesFor('aarch64', 'off')).toEqual({
      'EFI/BOOT/BOOTAA64.EFI': '/t/usr/lib/grub/arm64-efi-signed/grubaa64.efi.signed',
    });
  });
});
