import { constants } from 'node:fs';
import { access, lstat, mkdir, open, readFile, readlink } from 'node:fs/promises';
import { formatCmdline, parseCmdline, withParameters } from '../core/cmdline.ts';
import { memmapParameter, type Reservation } from '../core/memory-map.ts';
import { WebbootError } from '../errors.ts';
import {
  type CpioEntry,
  cpioEntry,
  cpioFileHead,
  cpioPadding,
  cpioTrailer,
} from '../formats/cpio/writer.ts';
import { kexecExec, kexecLoad } from './kexec.ts';
import { quiesce } from './quiesce.ts';

/** Left by the image's builder: its kernel, and the paths of all files that it unpacked. */
const kernel = '/webboot/vmlinuz';
const fileList = '/webboot/files';
const initramfs = '/run/webboot/boot/initramfs.img';

/** Whether this is webboot's own image, with what a restart takes. */
export async function canRestart(): Promise<boolean> {
  return access(kernel, constants.R_OK).then(
    () =>
      access(fileList, constants.R_OK).then(
        () => true,
        () => false,
      ),
    () => false,
  );
}

/**
 * Starts webboot again in a kernel that leaves the reservation alone, from the kernel and the
 * files that it booted from. The command line goes over, and with it the person's settings.
 * Throws `restart-failed`; the machine goes on then.
 */
export async function restart(reservation: Reservation): Promise<never> {
  try {
    await packInitramfs();
    const own = parseCmdline(await readFile('/proc/cmdline', 'utf8'));
    const cmdline = withParameters(own, [memmapParameter(reservation), 'webboot.restarted']);
    await kexecLoad({ kernel, initrd: initramfs, cmdline: formatCmdline(cmdline) });
    for await (const _ of quiesce());
    return await kexecExec();
  } catch (cause) {
    throw new WebbootError(
      'restart-failed',
      `Memory for images could not be set aside: ${(cause as Error).message}`,
      {
        remedy: `Add ${memmapParameter(reservation)} to webboot's kernel command line by hand.`,
        cause,
      },
    );
  }
}

/** The image again, from what it unpacked; files that came since, and mounts, are not in the list. */
async function packInitramfs(): Promise<void> {
  await mkdir('/run/webboot/boot', { recursive: true });
  const paths = (await readFile(fileList, 'utf8')).split('\n').filter((path) => path !== '');
  const output = await open(initramfs, 'w');
  try {
    for (const [index, path] of paths.entries()) await packFile(path, index + 1, output);
    await output.writeFile(cpioTrailer());
  } finally {
    await output.close();
  }
}

async function packFile(
  path: string,
  inode: number,
  output: Awaited<ReturnType<typeof open>>,
): Promise<void> {
  const source = `/${path}`;
  const stat = await lstat(source);
  const mode = stat.mode & 0o7777;
  if (stat.isFile()) {
    await output.writeFile(cpioFileHead({ kind: 'file', path, mode, size: stat.size }, inode));
    const file = await open(source);
    await output.writeFile(file.createReadStream({ highWaterMark: 1 << 20 }));
    await output.writeFile(cpioPadding(stat.size));
    return;
  }
  const entry: CpioEntry = stat.isSymbolicLink()
    ? { kind: 'symlink', path, target: await readlink(source) }
    : stat.isCharacterDevice()
      ? { kind: 'char-device', path, mode, major: stat.rdev >> 8, minor: stat.rdev & 0xff }
      : { kind: 'directory', path, mode };
  await output.writeFile(cpioEntry(entry, inode));
}
