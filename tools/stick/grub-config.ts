import type { MachineArchitecture } from '../shared/architectures.ts';

/** Where the boot loader finds webboot's files. */
export type BootMedium =
  | { readonly kind: 'partition' /** As blkid prints FAT's: 1234-ABCD. */; readonly uuid: string }
  | { readonly kind: 'iso' };

/** Everything that GRUB loads is in here; the same paths on the ESP and in the ISO. */
export const payloadDirectory = 'webboot';

/**
 * Screen and serial line get the menu; a machine without a serial line has only the screen. On
 * arm64 it is a PL011 or an 8250, which have different names.
 */
export function consoles(arch: MachineArchitecture): string {
  const serialLines = arch === 'aarch64' ? ['ttyAMA0', 'ttyS0'] : ['ttyS0'];
  return [...serialLines.map((name) => `console=${name},115200`), 'console=tty0'].join(' ');
}

/**
 * GRUB's menu. The kernel is handed over a second time as a file within the initramfs (newc:), for
 * webboot to start itself again with memory set aside; so it lies on the medium only once.
 */
export function grubMenu({
  arch,
  medium,
  cmdline,
  speech = false,
}: {
  arch: MachineArchitecture;
  medium: BootMedium;
  /** For webboot's kernel. */
  cmdline: string;
  /** The image can speak: an entry for that, a key, a tone, and time to press it. */
  speech?: boolean;
}): string {
  const folder = `/${payloadDirectory}`;
  const key = medium.kind === 'partition' ? `webboot.stick-key=$stickkey` : '';
  const entry = (title: string, parameters: string, options = '') => `
menuentry '${title}' ${options}{
  linux ${folder}/vmlinuz ${`${consoles(arch)} ${parameters} ${key} ${cmdline}`.replace(/ +/g, ' ').trim()}
  initrd ${folder}/initramfs.img newc:webboot/vmlinuz:${folder}/vmlinuz
}`;
  const spoken = speech
    ? entry('webboot with speech', 'quiet webboot.speech=yes', '--hotkey=s ')
    : '';
  return `set timeout=${speech ? 10 : 3}
set default=0
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input --append serial
    terminal_output --append serial
  fi
fi
${searchRoot(medium)}
${medium.kind === 'partition' ? loadKey : ''}${entry('webboot', 'quiet')}${spoken}
${entry('webboot with plain graphics (nomodeset)', 'quiet nomodeset')}
${entry('webboot with the messages of the kernel', 'webboot.debug')}
if [ "$grub_platform" = efi ]; then
  menuentry 'Firmware settings' { fwsetup }
fi
menuentry 'Restart' { reboot }
${speech && arch === 'x86_64' ? tone : ''}`;
}

/** The loudspeaker of PCs: beats a minute, then pairs of a pitch and a length. */
const tone = 'play 600 660 1 0 1 880 1\n';

/** What GRUB reads the stick's own key from; webboot writes it at the first start. */
export const keyFile = `${payloadDirectory}/stick.env`;

const loadKey = `stickkey=
load_env --file /${keyFile} stickkey
`;

/** For a core image that holds nothing but modules: finds the medium and its menu. */
export function coreConfig(medium: BootMedium, menu: string): string {
  return `${searchRoot(medium)}\nset prefix=($root)${menu.slice(0, menu.lastIndexOf('/'))}\nconfigfile ($root)${menu}\n`;
}

/** Debian's signed GRUB for disks looks here, on the partition that it was loaded from. */
export const signedMenuPath = '/EFI/debian/grub.cfg';

function searchRoot(medium: BootMedium): string {
  return medium.kind === 'partition'
    ? `search --no-floppy --fs-uuid --set=root ${medium.uuid}`
    : `search --no-floppy --file --set=root /${payloadDirectory}/initramfs.img`;
}
