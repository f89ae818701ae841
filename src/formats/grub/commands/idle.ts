import { type CommandFunction, grubStatus } from '../session.ts';

/** Commands about screen, keyboard, fonts and firmware: they change nothing that a menu holds. */
const succeeding = [
  'acpi',
  'background_color',
  'background_image',
  'badram',
  'bli',
  'cat',
  'clear',
  'cmp',
  'crc',
  'cutmem',
  'date',
  'distrust',
  'drivemap',
  'efitextmode',
  'gettext',
  'gptsync',
  'hello',
  'help',
  'increment',
  'keymap',
  'kfreebsd_loadenv',
  'kfreebsd_module',
  'kfreebsd_module_elf',
  'knetbsd_module',
  'kopenbsd_ramdisk',
  'loadfont',
  'ls',
  'lsfonts',
  'lsmod',
  'module',
  'module2',
  'multiboot_module',
  'net_bootp',
  'net_dhcp',
  'nativedisk',
  'outb',
  'parttool',
  'password',
  'password_pbkdf2',
  'play',
  'rmmod',
  'serial',
  'setpci',
  'shim_lock',
  'sleep',
  'terminal_input',
  'terminal_output',
  'terminfo',
  'trust',
  'usb',
  'verify_detached',
  'vbeinfo',
  'videoinfo',
  'xen_initrd',
  'xen_linux',
  'xen_module',
  'xnu_devprop_load',
  'xnu_kext',
  'xnu_kextdir',
  'xnu_mkext',
  'xnu_ramdisk',
];

/** Questions that nobody is there to answer, or whose yes would be a claim about the machine. */
const failing = ['keystatus', 'hwmatch', 'smbios', 'read', 'hashsum', 'sendkey', 'getenv'];

/** A module by which a script could do more: `regexp` brings wildcards. */
const insmod: CommandFunction = (session, { args }) => {
  if (args[0] === undefined) return grubStatus.badArgument;
  if (args[0] === 'regexp') session.wildcards = true;
  return grubStatus.ok;
};

/** `loopback DEVICE FILE`: the device is known from then on, and is another than the medium. */
const loopback: CommandFunction = (session, { args }) => {
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (names[0] === undefined) return grubStatus.badArgument;
  session.loopbacks.add(names[0]);
  return grubStatus.ok;
};

/**
 * `cpuid -l`, `-p` ask the processor, not the image, and webboot runs on 64-bit processors only. An
 * image with a 32-bit EFI program may well keep a 64-bit kernel for those. arm64's GRUB has no such
 * command.
 */
const cpuid: CommandFunction = (session) =>
  session.env.get('grub_cpu') === 'arm64' ? grubStatus.testFailure : grubStatus.ok;

export const idleCommands: readonly (readonly [string, CommandFunction])[] = [
  ...succeeding.map((name) => [name, () => grubStatus.ok] as const),
  ...failing.map((name) => [name, () => grubStatus.testFailure] as const),
  ['insmod', insmod],
  ['loopback', loopback],
  ['cpuid', cpuid],
];
