import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../../src/core/families/evidence.ts';
import { evidence } from '../../../helpers/families.ts';

describe('familyOf', () => {
  it.each([
    ['live-boot', 'boot=live components quiet splash'],
    ['casper', 'boot=casper maybe-ubiquity quiet splash ---'],
    ['dracut-dmsquash-live', 'root=live:CDLABEL=Fedora-WS-Live-44-1-7 rd.live.image quiet rhgb'],
    [
      'kiwi-live',
      'root=live:CDLABEL=openSUSE rd.live.image rd.live.overlay.persistent splash=silent',
    ],
    ['archiso', 'archisobasedir=arch archisosearchuuid=2026-11-01-08-00-00-00'],
    ['miso', 'misobasedir=manjaro misolabel=MANJARO_KDE quiet driver=free'],
    ['nixos', 'init=/nix/store/abc-nixos-system/init root=LABEL=nixos-minimal boot.shell_on_fail'],
    ['alpine-mkinitfs', 'modules=loop,squashfs,sd-mod,usb-storage alpine_repo=/media/x quiet'],
    ['anaconda', 'inst.stage2=hd:LABEL=Fedora-S-dvd-x86_64-44 quiet'],
    ['genkernel', 'root=/dev/ram0 looptype=squashfs loop=/image.squashfs cdroot'],
    ['unknown', 'root=/dev/sda1 ro quiet'],
  ] as const)('tells %s by the parameters that only its scripts read', (family, cmdline) => {
    expect(familyOf(evidence({ cmdline }))).toBe(family);
  });

  it.each([
    ['casper', { kernel: '/casper/vmlinuz', layout: new Set(['/casper']) }],
    ['live-boot', { kernel: '/live/vmlinuz', layout: new Set(['/live']) }],
    ['kiwi-live', { layout: new Set(['/LiveOS', '/boot/x86_64/loader/linux']) }],
    ['dracut-dmsquash-live', { layout: new Set(['/LiveOS']) }],
    ['alpine-mkinitfs', { layout: new Set(['/apks']) }],
    ['nixos', { layout: new Set(['/nix-store.squashfs']) }],
    ['tinycore', { initrds: ['/boot/corepure64.gz'] }],
    ['linux-live', { initrds: ['/slax/boot/initrfs.img'] }],
    ['debian-installer', { layout: new Set(['/.disk/base_installable']) }],
    ['debian-installer', { kernel: '/debian-installer/amd64/linux' }],
    ['anaconda', { layout: new Set(['/images/install.img']) }],
    ['genkernel', { layout: new Set(['/image.squashfs']) }],
  ] as const)('tells %s by the layout where the parameters say nothing', (family, given) => {
    expect(familyOf(evidence(given))).toBe(family);
  });

  it.each([
    ['live-boot', ['init', 'scripts/live', 'usr/lib/live/boot/9990-main.sh']],
    ['casper', ['init', 'scripts/casper']],
    ['archiso', ['config', 'hooks/archiso']],
    ['miso', ['hooks/miso']],
    ['dracut-dmsquash-live', ['usr/sbin/dmsquash-live-root']],
    [
      'kiwi-live',
      ['usr/sbin/dmsquash-live-root', 'usr/lib/dracut/hooks/cmdline/30-parse-kiwi-live.sh'],
    ],
    ['anaconda', ['usr/sbin/dmsquash-live-root', 'usr/lib/anaconda-lib.sh']],
    ['nixos', ['nix/store/abc-stage-1-init.sh']],
    ['alpine-mkinitfs', ['sbin/nlplug-findfs']],
    ['tinycore', ['etc/init.d/tc-functions']],
    ['linux-live', ['lib/livekitlib']],
    ['genkernel', ['etc/initrd.scripts']],
    ['debian-installer', ['usr/lib/debian-installer.d', 'usr/lib/debian-installer']],
    ['unknown', ['init', 'bin/busybox']],
  ] as const)('tells %s by what its initrd holds', (family, paths) => {
    const misleading = { layout: new Set(['/live', '/casper']), kernel: '/live/vmlinuz' };
    expect(familyOf(evidence({ ...misleading, initrd: new Set(paths) }))).toBe(family);
  });

  it('lets the parameters choose where an initrd holds several', () => {
    const initrd = new Set(['scripts/live', 'scripts/casper']);
    expect(familyOf(evidence({ initrd, cmdline: 'boot=casper' }))).toBe('casper');
    expect(familyOf(evidence({ initrd, cmdline: 'boot=live' }))).toBe('live-boot');
  });
});
