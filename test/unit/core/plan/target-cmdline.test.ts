import { describe, expect, it } from 'vitest';
import { parseCmdline } from '../../../../src/core/cmdline.ts';
import type { Family } from '../../../../src/core/families/family.ts';
import { cmdlineProblems, planCmdline } from '../../../../src/core/plan/target-cmdline.ts';

const gibibyte = 1024 ** 3;

function lineFor(
  family: Family,
  cmdline: string,
  more: Partial<Parameters<typeof planCmdline>[0]> = {},
) {
  return planCmdline({
    cmdline,
    family,
    device: '/dev/pmem0',
    volumeId: 'My Live',
    reservation: { start: 4 * gibibyte, size: gibibyte },
    consoles: ['tty0', 'ttyS0,115200'],
    extra: [],
    ...more,
  });
}

describe('the command line of the target', () => {
  it('keeps the order of the ISO’s own line and adds the medium, the consoles and the reservation', () => {
    expect(lineFor('live-boot', 'boot=live components quiet splash findiso=/x.iso')).toBe(
      'boot=live components quiet splash live-media=/dev/pmem0 console=tty0 console=ttyS0,115200 memmap=0x40000000!0x100000000',
    );
  });

  it('leaves the consoles to an entry that names its own', () => {
    expect(lineFor('live-boot', 'boot=live console=ttyS1')).not.toContain('ttyS0');
  });

  it('puts everything before a bare -- and keeps what is behind it for init', () => {
    expect(lineFor('unknown', 'quiet -- single', { extra: ['debug'], consoles: [] })).toBe(
      'quiet memmap=0x40000000!0x100000000 debug -- single',
    );
  });

  it('stands before a ---, so that an installer does not keep it for the system it installs', () => {
    expect(lineFor('casper', '--- quiet splash', { consoles: [], rdinit: '/webboot/init' })).toBe(
      'rdinit=/webboot/init boot=casper live-media=/dev/pmem0 nopersistent memmap=0x40000000!0x100000000 --- quiet splash',
    );
    expect(lineFor('debian-installer', 'vga=788 --- quiet')).toMatch(/ memmap=\S+ --- quiet$/);
  });

  it.each<Family>(['live-boot', 'casper', 'dracut-dmsquash-live', 'archiso', 'unknown'])(
    'tells %s of no ISO that is a file on a partition',
    (family) => {
      const asFile = 'findiso=/x.iso isofrom=/dev/sda1/x.iso iso-scan/filename=/x.iso img_loop=/x';
      const line = lineFor(family, `quiet ${asFile} img_dev=/dev/sda1 isoloop=/x.iso`);
      expect(line).not.toMatch(/iso=|isofrom|filename|img_|isoloop/);
      expect(line).toContain('quiet');
    },
  );

  it.each(['root=overlay:CDLABEL=Other', 'root=live:UUID=2026-01-01', 'root=live:/dev/sr0'])(
    'gives kiwi its label as the last root=, after %s',
    (root) => {
      const { parameters } = parseCmdline(lineFor('kiwi-live', `${root} rd.live.image`));
      const roots = parameters.filter((parameter) => parameter.startsWith('root='));
      expect(roots.at(-1)).toBe('root=live:CDLABEL=My\\x20Live');
    },
  );

  it('takes the place of an rdinit= of the ISO’s own', () => {
    const line = lineFor('unknown', 'rdinit=/sbin/own quiet', { rdinit: '/webboot/init' });
    expect(line).toContain('rdinit=/webboot/init');
    expect(line).not.toContain('/sbin/own');
    expect(line).toMatch(/^rdinit=\/webboot\/init quiet/);
  });

  it('puts rdinit= first, because the kernel forgets init’s arguments that stand before it', () => {
    const line = lineFor('unknown', 'single quiet', { rdinit: '/webboot/init' });
    expect(line).toMatch(/^rdinit=\/webboot\/init single quiet /);
  });

  it('appends the person’s words last, so that they win', () => {
    expect(lineFor('live-boot', 'boot=live', { extra: ['', 'live-media=/dev/sr0'] })).toMatch(
      / live-media=\/dev\/sr0$/,
    );
  });

  it.each<[Family, string, string[], string[]]>([
    [
      'casper',
      'boot=casper iso-scan/filename=/u.iso quiet',
      ['live-media=/dev/pmem0', 'nopersistent'],
      ['iso-scan/filename=/u.iso'],
    ],
    [
      'dracut-dmsquash-live',
      'root=live:CDLABEL=Fedora rd.live.image rd.live.check rd.live.dir=live',
      ['root=live:/dev/pmem0', 'rd.live.image', 'rd.live.dir=live'],
      ['root=live:CDLABEL=Fedora', 'rd.live.check'],
    ],
    [
      'kiwi-live',
      'root=live:CDLABEL=openSUSE rd.live.image rd.live.overlay.persistent',
      ['root=live:CDLABEL=openSUSE'],
      ['rd.live.overlay.persistent'],
    ],
    ['kiwi-live', 'quiet', ['root=live:CDLABEL=My\\x20Live', 'rd.live.image'], []],
    [
      'archiso',
      'archisobasedir=arch archisosearchuuid=2026-01-01 copytoram',
      ['archisobasedir=arch', 'archisodevice=/dev/pmem0', 'copytoram=n'],
      ['archisosearchuuid=2026-01-01', 'copytoram'],
    ],
    [
      'miso',
      'misobasedir=manjaro misolabel=MJRO',
      ['misobasedir=manjaro', 'misolabel=MJRO', 'misodevice=/dev/pmem0'],
      [],
    ],
    [
      'nixos',
      'init=/nix/store/x/init root=LABEL=nixos',
      ['init=/nix/store/x/init', 'root=/dev/pmem0'],
      ['root=LABEL=nixos'],
    ],
    [
      'alpine-mkinitfs',
      'modules=loop,squashfs quiet',
      ['modules=loop,squashfs,nfit,nd_pmem'],
      ['modules=loop,squashfs'],
    ],
    ['tinycore', 'loglevel=3 cde iso=sda1/tc.iso', ['loglevel=3'], ['cde', 'iso=sda1/tc.iso']],
    [
      'live-boot',
      'boot=live live-media=removable live-media-path=/live/grml bootid=x toram fromiso=/dev/sda1/x',
      ['live-media=/dev/pmem0', 'live-media-path=/live/grml', 'bootid=x'],
      ['live-media=removable', 'toram', 'fromiso=/dev/sda1/x'],
    ],
    [
      'dracut-dmsquash-live',
      'root=live:CDLABEL=VOID rd.live.squashimg=image.squashfs iso-scan/filename=/v.iso',
      ['root=live:/dev/pmem0', 'rd.live.image', 'rd.live.squashimg=image.squashfs'],
      ['iso-scan/filename=/v.iso', 'rd.live.overlay.overlayfs=1'],
    ],
    ...['LABEL=X', 'UUID=2026-01-01', '/dev/disk/by-label/X', '/dev/sr0'].map(
      (medium): [Family, string, string[], string[]] => [
        'dracut-dmsquash-live',
        `root=live:${medium} rd.live.dir=/live rd.live.squashimg=x.erofs`,
        ['root=live:/dev/pmem0', 'rd.live.dir=/live', 'rd.live.squashimg=x.erofs'],
        [`root=live:${medium}`],
      ],
    ),
    [
      'archiso',
      'archisobasedir=sysresccd archisolabel=RESCUE img_dev=/dev/sda1 img_loop=/x.iso copytoram=y',
      ['archisobasedir=sysresccd', 'archisodevice=/dev/pmem0', 'copytoram=n'],
      ['archisolabel=RESCUE', 'img_dev=/dev/sda1', 'img_loop=/x.iso', 'copytoram=y'],
    ],
    ['debian-installer', 'vga=788 --- quiet', ['vga=788', '---', 'quiet'], []],
    ['anaconda', 'inst.stage2=hd:LABEL=F quiet', ['inst.stage2=hd:LABEL=F'], []],
    ['linux-live', 'from=/slax quiet', ['from=/dev/pmem0/slax'], ['from=/slax']],
    ['linux-live', 'quiet', ['from=/dev/pmem0'], []],
    [
      'genkernel',
      'cdroot isoboot=/g.iso',
      ['cdroot=/dev/pmem0', 'looptype=squashfs', 'loop=/image.squashfs'],
      ['isoboot=/g.iso', 'cdroot'],
    ],
  ])('tells %s where its medium is, given "%s"', (family, cmdline, present, absent) => {
    const { parameters } = parseCmdline(lineFor(family, cmdline));
    for (const parameter of present) expect(parameters).toContain(parameter);
    for (const parameter of absent) expect(parameters).not.toContain(parameter);
  });
});

describe('what is said of a finished command line', () => {
  it('is that more than four regions turn off the randomized address', () => {
    const four = 'memmap=1M!1G memmap=1M$2G,1M$3G memmap=1M!4G';
    expect(cmdlineProblems(four)).toEqual([]);
    expect(cmdlineProblems(`${four} memmap=1M!5G`)).toMatchObject([{ code: 'too-many-memmaps' }]);
  });

  it('is not what stands behind a bare --', () => {
    expect(cmdlineProblems(`quiet -- ${'memmap=1M!1G '.repeat(5)}`)).toEqual([]);
  });
});

describe('parseCmdline', () => {
  it('closes a quote that is left open, so that what is added is not within it', () => {
    expect(lineFor('live-boot', 'boot=live name="a b', { consoles: [] })).toBe(
      'boot=live name="a b" live-media=/dev/pmem0 memmap=0x40000000!0x100000000',
    );
  });

  it('knows a parameter whose quotes stand around the whole of it', () => {
    const line = lineFor('dracut-dmsquash-live', '"root=live:CDLABEL=My Live" quiet');
    expect(parseCmdline(line).parameters).not.toContain('"root=live:CDLABEL=My Live"');
  });

  it('splits at blanks of ASCII only, as the kernel does', () => {
    expect(parseCmdline('a\u3000b c').parameters).toEqual(['a\u3000b', 'c']);
  });

  it('keeps blanks within double quotes together, as the kernel does', () => {
    expect(parseCmdline('a="b c" "d e"=f\tg').parameters).toEqual(['a="b c"', '"d e"=f', 'g']);
  });
});
