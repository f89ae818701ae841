import { type NetbootArchitecture, netbootFolders, netbootImages } from './files.ts';

/**
 * Both kinds of consoles get the menu; a machine without a serial line has only the screen. arm64's
 * serial line is a PL011 or an 8250.
 */
const consoles: Readonly<Record<NetbootArchitecture, string>> = {
  x86_64: 'console=ttyS0,115200 console=tty0',
  aarch64: 'console=ttyAMA0,115200 console=ttyS0,115200 console=tty0',
};

/**
 * Whether kernel parameters mean the same to iPXE, to GRUB and to the kernel: none of the
 * characters that the two loaders expand, quote or end a command with.
 */
export function isPlainParameters(text: string): boolean {
  return /^[\w.,:=/@%+~^[\] -]*$/.test(text);
}

/**
 * iPXE's script. Addresses are relative to the script's own. Under EFI the kernel finds its
 * initrds by the names after `initrd=`.
 */
export function ipxeScript(append: string): string {
  const [kernel, ...initrds] = netbootImages;
  const names = initrds.map((name) => `initrd=${name}`).join(' ');
  const boot = (arch: NetbootArchitecture) => {
    const folder = netbootFolders[arch];
    return `kernel ${folder}${kernel} ${names} ${parameters(arch, append)} || goto failed
${initrds.map((name) => `initrd ${folder}${name} || goto failed\n`).join('')}boot || goto failed`;
  };
  return `#!ipxe
:start
imgfree
iseq \${buildarch} arm64 && goto arm64 ||
${boot('x86_64')}
:arm64
${boot('aarch64')}
:failed
echo webboot could not be loaded. Trying again in 10 seconds.
sleep 10
goto start
`;
}

/** GRUB's menu. `root` is the folder of the images as GRUB names it, such as `(http,10.0.0.1:8080)/boot`. */
export function grubNetbootMenu({ append, root }: { append: string; root: string }): string {
  const boot = (arch: NetbootArchitecture) => {
    const [kernel, ...initrds] = netbootImages.map(
      (name) => `${root}/${netbootFolders[arch]}${name}`,
    );
    return `    linux ${kernel} ${parameters(arch, append)}\n    initrd ${initrds.join(' ')}`;
  };
  return `set timeout=3
set default=0
menuentry 'webboot' {
  if [ "$grub_cpu" = arm64 ]; then
${boot('aarch64')}
  else
${boot('x86_64')}
  fi
}
menuentry 'Firmware settings' { fwsetup }
menuentry 'Restart' { reboot }
`;
}

/** The server that GRUB itself came from, by TFTP or by HTTP; GRUB replaces the variable. */
export const grubServer = '$net_default_server';

function parameters(arch: NetbootArchitecture, append: string): string {
  return `${consoles[arch]} quiet ${append}`.trim();
}
