import { isLoopParameter } from '../../loop-parameters.ts';
import { joinKernelCmdline } from '../kernel-cmdline.ts';
import { addNote, type CommandFunction, grubStatus, locateFile } from '../session.ts';

/** `linux KERNEL ARGUMENT…`: begins anew, so an earlier kernel or initrd is forgotten. */
const linux: CommandFunction = (session, { fields }) => {
  const [kernel, ...rest] = fields;
  if (kernel === undefined) return grubStatus.badArgument;
  const args: string[] = [];
  for (const { text, unresolved } of rest) {
    if (!unresolved || !text.endsWith('=')) args.push(text);
    else if (!isLoopParameter(text)) {
      addNote(session, 'unresolved', `${text} has no value here and was left out`);
    }
  }
  session.loaded = {
    kernel: locateFile(session, kernel.text),
    initrds: [],
    cmdline: joinKernelCmdline(args),
  };
  session.foreign = undefined;
  return grubStatus.ok;
};

/** `initrd FILE…`: replaces what an earlier one loaded, as GRUB's does. */
const initrd: CommandFunction = (session, { args }) => {
  if (args.length === 0 || session.loaded === undefined) return grubStatus.badArgument;
  const initrds: string[] = [];
  for (const name of args) {
    const path = name.startsWith('newc:') ? undefined : locateFile(session, name);
    if (path !== undefined) initrds.push(path);
    else if (name.startsWith('newc:')) {
      addNote(session, 'unknown-command', `${name}: files packed on the fly are not supported`);
    }
  }
  session.loaded = { ...session.loaded, initrds };
  return grubStatus.ok;
};

/** Loaders of something else than Linux, and what they start. */
const otherLoaders: readonly (readonly [name: string, starts: string])[] = [
  ['appleloader', "Apple's boot loader"],
  ['chainloader', 'another boot loader'],
  ['freedos', 'FreeDOS'],
  ['kfreebsd', 'FreeBSD'],
  ['knetbsd', 'NetBSD'],
  ['kopenbsd', 'OpenBSD'],
  ['multiboot', 'a multiboot kernel'],
  ['multiboot2', 'a multiboot kernel'],
  ['ntldr', "Windows' boot loader"],
  ['plan9', 'Plan 9'],
  ['truecrypt', "TrueCrypt's boot loader"],
  ['xen_hypervisor', 'the Xen hypervisor'],
  ['xnu_kernel', 'macOS'],
  ['xnu_kernel64', 'macOS'],
  ['fwsetup', "the firmware's setup"],
  ['halt', 'nothing: it switches the machine off'],
  ['reboot', 'nothing: it restarts the machine'],
];

/** What it loads is not Linux. Xen is a multiboot kernel whose Linux is a module of it. */
function foreign(starts: string): CommandFunction {
  return (session, { args }) => {
    const file = args.find((arg) => !arg.startsWith('-')) ?? '';
    const isXen = starts === 'a multiboot kernel' && /(?:^|\/)xen[^/]*$/i.test(file);
    const what = isXen ? 'the Xen hypervisor' : starts;
    session.loaded = undefined;
    session.foreign = /^[/(]/.test(file) ? `${what} (${file})` : what;
    return grubStatus.ok;
  };
}

export const linuxCommands: readonly (readonly [string, CommandFunction])[] = [
  ...['linux', 'linux16', 'linuxefi', 'linux32'].map((name) => [name, linux] as const),
  ...['initrd', 'initrd16', 'initrdefi', 'initrd32'].map((name) => [name, initrd] as const),
  // Boards' device trees come with the firmware that started us; kexec hands that one on.
  ['devicetree', () => grubStatus.ok],
  ...otherLoaders.map(([name, starts]) => [name, foreign(starts)] as const),
  ['boot', () => grubStatus.ok],
];
