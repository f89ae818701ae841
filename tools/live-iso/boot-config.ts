import { architectureNames } from '../shared/architectures.ts';
import { kernelPaths, type LiveIsoOptions } from './options.ts';

/** What the family's own tool puts on the kernel's command line to find this very medium. */
function baseCmdline({ arch, generator, volumeId }: LiveIsoOptions): string {
  const labelled = `root=live:CDLABEL=${volumeId} rd.live.image`;
  const base = {
    'live-boot': 'boot=live components',
    dracut: `${labelled} rd.live.overlay.overlayfs=1`,
    kiwi: `${labelled} rd.live.overlay.persistent rd.live.overlay.cowfs=ext4`,
  };
  return `${base[generator]} console=tty0 console=${architectureNames[arch].serialLine},115200`;
}

function failsafeCmdline(options: LiveIsoOptions): string {
  const ofProcessor = options.arch === 'x86_64' ? 'noapic nolapic ' : '';
  return `${baseCmdline(options)} ${ofProcessor}nomodeset`;
}

/**
 * The ISO's files for GRUB and, on x86_64, isolinux, by path: the structure that live-build gives them
 * (live-build(7); `grub.cfg` sources `config.cfg`, which sources `theme.cfg`; `isolinux.cfg`
 * includes `menu.cfg`, which includes `live.cfg`), with the literal `${iso_path}` that a
 * loopback GRUB is expected to fill in.
 */
export function bootConfigs(options: LiveIsoOptions): ReadonlyMap<string, string> {
  return new Map([
    ['/boot/grub/grub.cfg', grubMenu(options)],
    ['/boot/grub/config.cfg', grubSettings],
    ['/boot/grub/theme.cfg', grubTheme],
    ['/boot/grub/loopback.cfg', 'source /boot/grub/grub.cfg\n'],
    ...(options.arch === 'x86_64' ? isolinuxConfigs(options) : []),
    ['/.disk/info', `${options.title}\n`],
  ]);
}

function isolinuxConfigs(options: LiveIsoOptions): ReadonlyMap<string, string> {
  return new Map([
    ['/isolinux/isolinux.cfg', 'include menu.cfg\ndefault vesamenu.c32\nprompt 0\ntimeout 0\n'],
    ['/isolinux/menu.cfg', isolinuxMenu],
    ['/isolinux/stdmenu.cfg', 'menu color title * #FFFFFFFF *\nmenu rows 10\n'],
    ['/isolinux/live.cfg', isolinuxEntries(options)],
    ['/isolinux/utilities.cfg', 'label hdt\n\tmenu label ^Hardware detection\n\tcom32 hdt.c32\n'],
  ]);
}

function grubMenu(options: LiveIsoOptions): string {
  const { kernel, initrd } = kernelPaths(options);
  const { debian } = architectureNames[options.arch];
  // Only live-boot knows findiso=; the others' ISOs are searched by their label.
  const loopback = options.generator === 'live-boot' ? ` findiso=\${iso_path}` : '';
  return `source /boot/grub/config.cfg

# Live boot
menuentry "Live system (${debian})" --hotkey=l {
\tlinux\t${kernel} ${baseCmdline(options)}${loopback}
\tinitrd\t${initrd}
}
menuentry "Live system (${debian} fail-safe mode)" {
\tlinux\t${kernel} ${failsafeCmdline(options)}${loopback}
\tinitrd\t${initrd}
}

# Installer (if any)
if false; then

source\t/boot/grub/install_start.cfg

fi

submenu 'Utilities...' --hotkey=u {

\tsource /boot/grub/theme.cfg

\t# Firmware setup (UEFI)
\tif [ "\${grub_platform}" = "efi" ]; then
\t\tmenuentry "UEFI Firmware Settings" --hotkey=f {
\t\t\tfwsetup
\t\t}
\tfi
}
`;
}

const grubSettings = `set default=0

if [ x$feature_default_font_path = xy ] ; then
    font=unicode
else
    font=$prefix/unicode.pf2
fi

if loadfont $font ; then
    set gfxmode=800x600
    set gfxpayload=keep
    insmod efi_gop
else
    set gfxmode=auto
    insmod all_video
fi

insmod gfxterm
source /boot/grub/theme.cfg
terminal_output gfxterm
`;

const grubTheme = `set color_normal=light-gray/black
set color_highlight=white/dark-gray

if [ -e /boot/grub/splash.png ]; then
    set theme=/boot/grub/live-theme/theme.txt
else
    set menu_color_normal=cyan/blue
    set menu_color_highlight=white/blue
fi
`;

const isolinuxMenu = `menu hshift 0
menu width 82

menu title Boot menu
include stdmenu.cfg
include live.cfg
menu begin utilities
\tmenu label ^Utilities
\tmenu title Utilities
\tinclude stdmenu.cfg
\tlabel mainmenu
\t\tmenu label ^Back..
\t\tmenu exit
\tinclude utilities.cfg
menu end

menu clear
`;

function isolinuxEntries(options: LiveIsoOptions): string {
  const { kernel, initrd } = kernelPaths(options);
  return `label live-amd64
\tmenu label ^Live system (amd64)
\tmenu default
\tlinux ${kernel}
\tinitrd ${initrd}
\tappend ${baseCmdline(options)}

label live-amd64-failsafe
\tmenu label Live system (amd64 fail-safe mode)
\tlinux ${kernel}
\tinitrd ${initrd}
\tappend ${failsafeCmdline(options)}
`;
}
