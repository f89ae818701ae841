import { describe, expect, it } from 'vitest';
import { takesCarriedImage } from '../../../../src/core/families/family.ts';
import { recognized } from '../../../helpers/families.ts';

const init = 'init=/nix/store/abc-nixos-system/init';
const systemd = new Set(['init', 'etc/initrd-release', 'etc/fstab', 'nix/store/abc-systemd/bin/x']);
const script = new Set([
  'init',
  'nix/store/abc-stage-1-init.sh',
  'nix/store/abc-extra-utils/bin/x',
]);

describe('NixOS', () => {
  it.each([
    ['a scripted first stage', `${init} root=LABEL=nixos-26 quiet`, script, 'root=/dev/pmem0'],
    ['one that was not read', `${init} root=UUID=2026-01 quiet`, undefined, 'root=/dev/pmem0'],
    ['systemd’s', `${init} root=fstab quiet`, systemd, 'root=fstab'],
    ['systemd’s with a label', `${init} root=LABEL=nixos quiet`, systemd, 'root=LABEL=nixos'],
    ['systemd’s that was not read', `${init} root=fstab quiet`, undefined, 'root=fstab'],
    [
      'a script with a path',
      `${init} root=/dev/disk/by-label/x`,
      script,
      'root=/dev/disk/by-label/x',
    ],
  ])('of %s has one root=', (_what, cmdline, initrd, root) => {
    const found = recognized({ cmdline, ...(initrd === undefined ? {} : { initrd }) });
    expect(found.family).toBe('nixos');
    expect(found.line.split(' ').filter((word) => word.startsWith('root='))).toEqual([root]);
  });

  it('travels in its initramfs only if a script takes a device by its name', () => {
    expect(takesCarriedImage('nixos', 'script')).toBe(true);
    expect(takesCarriedImage('nixos', 'systemd')).toBe(false);
    expect(takesCarriedImage('nixos', undefined)).toBe(false);
  });
});
