import { netbootImages } from './files.ts';

/** Both consoles get the menu; a machine without a serial line has only the screen. */
const consoles = 'console=ttyS0,115200 console=tty0 quiet';

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
  return `#!ipxe
:start
imgfree
kernel ${kernel} ${names} ${parameters(append)} || goto failed
${initrds.map((name) => `initrd ${name} || goto failed\n`).join('')}boot || goto failed
:failed
echo webboot could not be loaded. Trying again in 10 seconds.
sleep 10
goto start
`;
}

/** GRUB's menu. `root` is the folder of the images as GRUB names it, such as `(http,10.0.0.1:8080)/boot`. */
export function grubNetbootMenu({ append, root }: { append: string; root: string }): string {
  const [kernel, ...initrds] = netbootImages.map((name) => `${root}/${name}`);
  return `set timeout=3
set default=0
menuentry 'webboot' {
  linux ${kernel} ${parameters(append)}
  initrd ${initrds.join(' ')}
}
menuentry 'Firmware settings' { fwsetup }
menuentry 'Restart' { reboot }
`;
}

/** The server that GRUB itself came from, by TFTP or by HTTP; GRUB replaces the variable. */
export const grubServer = '$net_default_server';

function parameters(append: string): string {
  return `${consoles} ${append}`.trim();
}
