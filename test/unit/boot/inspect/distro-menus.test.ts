import { describe, expect, it } from 'vitest';
import { readBootEntries } from '../../../../src/boot/inspect/boot-entries.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';
import { peProgram } from '../../../helpers/pe-program.ts';

// Written for these tests after the structure of the distros' own files, not copied from them.

const openSuse = `
set btrfs_relative_path="y"
export btrfs_relative_path
search --file --set=root /boot/0x1c0ffee0
set default=0
if [ -n "$extra_cmdline" ]; then
  submenu "Bootable snapshot #$snapshot_num" { menuentry "never" { true } }
fi
set linux=linux
set initrd=initrd
if [ "\${grub_cpu}" = "x86_64" -o "\${grub_cpu}" = "i386" ]; then
  if [ "\${grub_platform}" = "efi" ]; then
    set linux=linuxefi
    set initrd=initrdefi
  fi
fi
export linux initrd
function gfxmode {
  set gfxpayload="\${1}"
}
insmod gfxmenu
if loadfont ($root)/boot/grub2/fonts/unicode.pf2; then
  terminal_output gfxterm
fi
terminal_input console
menuentry "Tumbleweed Live" --class os --unrestricted {
  set gfxpayload=keep
  echo Loading kernel...
  $linux ($root)/boot/x86_64/loader/linux \${extra_cmdline} splash=silent quiet root=live:CDLABEL=openSUSE_Live rd.live.image
  echo Loading initrd...
  $initrd ($root)/boot/x86_64/loader/initrd
}
menuentry "Failsafe -- Tumbleweed Live" --class os --unrestricted {
  $linux ($root)/boot/x86_64/loader/linux root=live:CDLABEL=openSUSE_Live rd.live.image ide=nodma nomodeset
  $initrd ($root)/boot/x86_64/loader/initrd
}
menuentry "Boot from Hard Disk" --class opensuse --unrestricted {
  search --set=root --label EFI
  chainloader ($root)/EFI/BOOT/bootx64.efi
}
hiddenentry "Text mode" --hotkey "t" {
  set textmode=true
  terminal_output console
}
`;

const fedora = `
set default="1"
function load_video {
  insmod all_video
}
load_video
set gfxpayload=keep
set timeout=60
search --no-floppy --set=root -l 'Fedora-WS-Live-44'
menuentry 'Start Fedora-Workstation-Live 44' --class fedora --class os {
	linux /boot/x86_64/loader/linux quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image
	initrd /boot/x86_64/loader/initrd
}
menuentry "Test this media & start Fedora-Workstation-Live 44" --class fedora {
	linux /boot/x86_64/loader/linux quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image rd.live.check
	initrd /boot/x86_64/loader/initrd
}
submenu 'Troubleshooting -->' {
	menuentry 'Start in basic graphics mode' {
		linux /boot/x86_64/loader/linux quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image nomodeset vga=791
		initrd /boot/x86_64/loader/initrd
	}
}
if [ "\${grub_platform}" == "efi" ]; then
	menuentry 'UEFI Firmware Settings' --id 'uefi-firmware' {
		fwsetup
	}
fi
`;

const ubuntu = `
set timeout=30
loadfont unicode
set menu_color_normal=white/black
menuentry "Try or Install Ubuntu" {
	set gfxpayload=keep
	linux	/casper/vmlinuz  --- quiet splash
	initrd	/casper/initrd
}
menuentry "Ubuntu (safe graphics)" {
	set gfxpayload=keep
	linux	/casper/vmlinuz nomodeset  --- quiet splash
	initrd	/casper/initrd
}
grub_platform
if [ "$grub_platform" = "efi" ]; then
menuentry 'Boot from next volume' {
	exit 1
}
menuentry 'UEFI Firmware Settings' {
	fwsetup
}
else
menuentry 'Test memory' {
	linux16 /boot/memtest86+x64.bin
}
fi
`;

const ubuntuLoopback = `
menuentry "Try or Install Ubuntu" {
	set gfxpayload=keep
	linux	/casper/vmlinuz  iso-scan/filename=\${iso_path} --- quiet splash
	initrd	/casper/initrd
}
`;

const efi = { '/EFI/BOOT/BOOTX64.EFI': '', '/EFI/BOOT/grubx64.efi': '' };

async function menu(files: Readonly<Record<string, string | Uint8Array>>, volumeId = 'X') {
  const { entries, problems } = await readBootEntries(memoryTree(files, { volumeId }));
  return {
    lines: entries.map(
      ({ title, cmdline, default: isDefault }) => `${isDefault ? '*' : ''}${title} | ${cmdline}`,
    ),
    entries,
    codes: problems.map(({ code }) => code).filter((code) => !code.endsWith('-unreadable')),
  };
}

describe("the distros' own menus", () => {
  it.each([
    ['with EFI', efi],
    ['with BIOS only', {}],
  ])('openSUSE puts its commands in variables, %s', async (_name, extra) => {
    const { lines, entries, codes } = await menu({ '/boot/grub2/grub.cfg': openSuse, ...extra });
    expect(lines).toEqual([
      '*Tumbleweed Live | splash=silent quiet root=live:CDLABEL=openSUSE_Live rd.live.image',
      'Failsafe -- Tumbleweed Live | root=live:CDLABEL=openSUSE_Live rd.live.image ide=nodma nomodeset',
    ]);
    expect(entries[0]).toMatchObject({
      kernel: '/boot/x86_64/loader/linux',
      initrds: ['/boot/x86_64/loader/initrd'],
    });
    expect(codes).toEqual([]);
  });

  it('Fedora has the same menu twice and starts with the test of the medium', async () => {
    const files = { ...efi, '/boot/grub2/grub.cfg': fedora, '/EFI/BOOT/grub.cfg': fedora };
    const { lines, codes } = await menu(files, 'Fedora-WS-Live-44');
    expect(lines).toEqual([
      'Start Fedora-Workstation-Live 44 | quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image',
      '*Test this media & start Fedora-Workstation-Live 44 | quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image rd.live.check',
      'Troubleshooting --> > Start in basic graphics mode | quiet rhgb root=live:CDLABEL=Fedora-WS-Live-44 rd.live.image nomodeset vga=791',
    ]);
    expect(codes).toEqual([]);
  });

  it('Ubuntu differs between EFI and BIOS, and its loopback.cfg is not its menu', async () => {
    const files = { '/boot/grub/grub.cfg': ubuntu, '/boot/grub/loopback.cfg': ubuntuLoopback };
    const live = [
      '*Try or Install Ubuntu | --- quiet splash',
      'Ubuntu (safe graphics) | nomodeset --- quiet splash',
    ];
    expect((await menu({ ...files, ...efi })).lines).toEqual(live);
    expect((await menu(files)).lines).toEqual([...live, 'Test memory | ']);
  });

  it('a loopback.cfg is read where nothing else is, without the path that nobody set', async () => {
    const { lines, codes } = await menu({ '/boot/grub/loopback.cfg': ubuntuLoopback });
    expect(lines).toEqual(['*Try or Install Ubuntu | --- quiet splash']);
    expect(codes).toEqual([]);
  });

  it('an EFI stub that goes on to the real menu adds nothing', async () => {
    const { lines } = await menu({
      ...efi,
      '/boot/grub/grub.cfg': ubuntu,
      '/EFI/ubuntu/grub.cfg':
        'search --file --set=root /casper/vmlinuz\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n',
      '/casper/vmlinuz': 'k',
    });
    expect(lines).toHaveLength(2);
  });

  it('a kernel kept twice, for isolinux and for EFI, is one entry', async () => {
    const { entries } = await menu({
      '/EFI/BOOT/grub.cfg':
        'menuentry A { linuxefi /images/pxeboot/vmlinuz quiet\n initrdefi /images/pxeboot/initrd.img }',
      '/isolinux/isolinux.cfg':
        'default vesamenu.c32\nlabel linux\n  menu label ^A\n  kernel vmlinuz\n  append initrd=initrd.img quiet\nlabel other\n  kernel vmlinuz\n  append initrd=initrd.img rescue\n',
      '/images/pxeboot/vmlinuz': 'kernel',
      '/images/pxeboot/initrd.img': 'initrd',
      '/isolinux/vmlinuz': 'kernel',
      '/isolinux/initrd.img': 'initrd',
    });
    expect(entries.map(({ id, source }) => [id, source])).toEqual([
      ['a', '/EFI/BOOT/grub.cfg'],
      ['other', '/isolinux/isolinux.cfg'],
    ]);
  });

  it('Slax keeps its menu in its own folder', async () => {
    const { lines } = await menu({
      '/slax/boot/syslinux.cfg':
        'UI vesamenu.c32\nLABEL default\nMENU LABEL Run Slax\nKERNEL /slax/boot/vmlinuz\nAPPEND initrd=/slax/boot/initrfs.img slax.flags=perch\n',
    });
    expect(lines).toEqual(['*Run Slax | initrd=/slax/boot/initrfs.img slax.flags=perch']);
  });

  it('SystemRescue’s GRUB menu, under a name of its own, is listed after isolinux’s', async () => {
    const kernel = '/sysresccd/boot/x86_64/vmlinuz';
    const words = 'archisobasedir=sysresccd archisolabel=RESCUE iomem=relaxed';
    const { lines, entries } = await menu({
      '/isolinux/isolinux.cfg': `DEFAULT rescue\nLABEL rescue\nLINUX ${kernel}\nAPPEND ${words}\n`,
      '/boot/grub/loopback.cfg': `menuentry "As a file" { linux ${kernel} img_loop=$iso_path }\n`,
      '/boot/grub/grubsrcd.cfg': `menuentry "Rescue" { linux ${kernel} ${words} }
menuentry "In RAM" { linux ${kernel} ${words} copytoram }
`,
    });
    expect(lines).toEqual([`*rescue | ${words}`, `In RAM | ${words} copytoram`]);
    expect(entries.map(({ source }) => source)).toEqual([
      '/isolinux/isolinux.cfg',
      '/boot/grub/grubsrcd.cfg',
    ]);
  });

  it.each([
    ['Fedora', 'grub.rh,2,Red Hat,grub2,2.12-4.fc42,mail:secalert@redhat.com', 'Second'],
    ['Debian', 'grub.debian,4,Debian,grub2,2.06-13+deb12u1,https://tracker.debian.org', 'First'],
  ])('the GRUB of %s decides what configfile sees', async (_name, sbat, title) => {
    const program = peProgram([['.sbat', `sbat,1,SBAT Version\ngrub,3,FSF,grub,2.06\n${sbat}\n`]]);
    const { entries } = await menu({
      '/boot/grub/grub.cfg': 'set default=1\nconfigfile /boot/grub/inner.cfg\n',
      '/boot/grub/inner.cfg': 'menuentry First { linux /a }\nmenuentry Second { linux /b }\n',
      '/EFI/BOOT/BOOTX64.EFI': '',
      '/EFI/BOOT/grubx64.efi': program,
    });
    expect(entries.find((entry) => entry.default)?.title).toBe(title);
  });

  it('ids stay apart where titles repeat', async () => {
    const { entries } = await menu({
      '/boot/grub/grub.cfg':
        'menuentry "Same name!" { linux /a }\nmenuentry "Same name!" { linux /b }\nmenuentry "数" { linux /c }',
    });
    expect(entries.map(({ id }) => id)).toEqual(['same-name', 'same-name-2', 'entry']);
  });
});
