import { createReadStream } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, readFile, readlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatCmdline, parseCmdline, withParameters } from '../core/cmdline.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';
import { memmapParameter, type Reservation } from '../core/machine/memory-map.ts';
import { wholeMebibytes } from '../core/mebibytes.ts';
import { acpiWords } from '../core/plan/acpi-words.ts';
import { WebbootError } from '../errors.ts';
import { acpiEntries } from '../formats/acpi/table-archive.ts';
import {
  type CpioEntry,
  cpioEntry,
  cpioFileHead,
  cpioPadding,
  cpioTrailer,
} from '../formats/cpio/writer.ts';
import { kexecExec, kexecLoad } from './kexec.ts';
import { runDirectory } from './run-directory.ts';

/**
 * The image's own kernel travels along in it for this, and for machines that start from this one: where memory
 * is tight it does not go on into the next kernel, whose 12 MB a boot needs.
 */
const kernel = 'webboot/vmlinuz';
const initramfs = `${runDirectory}/boot/initramfs.img`;

/**
 * Starts webboot again in a kernel that leaves the reservation alone, from the kernel and the
 * files that it booted from. The command line goes over, and with it the person's settings. To be
 * called before anything is started: nothing is brought to rest.
 * Throws `restart-failed`; the machine goes on then.
 */
export async function restart(
  { reservation, isTight }: { readonly reservation: Reservation; readonly isTight: boolean },
  host: Pick<HostFacts, 'arch' | 'firmware' | 'ownRegions' | 'nvdimms'>,
): Promise<never> {
  const byTree = host.arch === 'aarch64';
  try {
    await packInitramfs(
      byTree && host.firmware === 'acpi' ? acpiEntries(reservation, host) : [],
      isTight ? kernel : undefined,
    );
    const own = parseCmdline(await readFile('/proc/cmdline', 'utf8'));
    const words = byTree ? acpiWords(own, host) : [memmapParameter(reservation)];
    await kexecLoad({
      kernel: `/${kernel}`,
      initrd: initramfs,
      cmdline: formatCmdline(withParameters(own, [...words, 'webboot.restarted'])),
      ...(byTree ? { region: reservation } : {}),
      unchecked: true,
    });
    return await kexecExec();
  } catch (cause) {
    throw new WebbootError(
      'restart-failed',
      `Memory for images could not be set aside (${describeRegion(reservation)}): ${(cause as Error).message}`,
      {
        remedy: byTree
          ? 'Restart the machine and try again.'
          : `Add ${memmapParameter(reservation)} to webboot's kernel command line yourself.`,
        cause,
      },
    );
  }
}

function describeRegion({ start, size }: Reservation): string {
  return `${wholeMebibytes(size)} MiB at 0x${start.toString(16)}`;
}

/**
 * The image again, from what it unpacked: every file of the rootfs, appended archives included,
 * and none of what is mounted on it; `first` goes in front, and `without` stays behind. The devices lie under a mount; the console is the one that
 * the kernel wants before there is one.
 */
async function packInitramfs(
  first: readonly CpioEntry[],
  without: string | undefined,
): Promise<void> {
  await mkdir(dirname(initramfs), { recursive: true });
  const output = await open(initramfs, 'w');
  try {
    let inode = 1;
    for (const entry of first) {
      await output.writeFile(cpioEntry(entry, inode));
      inode += 1;
    }
    for await (const path of rootfsPaths()) {
      if (path === without) continue;
      await packFile(path, inode, output);
      inode += 1;
    }
    await output.writeFile(
      cpioEntry({ kind: 'char-device', path: 'dev/console', major: 5, minor: 1 }, inode),
    );
    await output.writeFile(cpioTrailer());
  } finally {
    await output.close();
  }
}

/** Paths without their leading slash, directories before what they hold. */
async function* rootfsPaths(): AsyncGenerator<string> {
  const rootDevice = (await lstat('/')).dev;
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const name of (await readdir(`/${directory}`)).sort()) {
      const path = directory === '' ? name : `${directory}/${name}`;
      const stat = await lstat(`/${path}`);
      yield path;
      if (stat.isDirectory() && stat.dev === rootDevice) pending.push(path);
    }
  }
}

async function packFile(path: string, inode: number, output: FileHandle): Promise<void> {
  const source = `/${path}`;
  const stat = await lstat(source);
  const mode = stat.mode & 0o7777;
  if (stat.isSymbolicLink()) {
    const target = await readlink(source);
    await output.writeFile(cpioEntry({ kind: 'symlink', path, target }, inode));
  } else if (stat.isDirectory()) {
    await output.writeFile(cpioEntry({ kind: 'directory', path, mode }, inode));
  } else if (stat.isFile()) {
    await output.writeFile(cpioFileHead({ kind: 'file', path, mode, size: stat.size }, inode));
    await output.writeFile(createReadStream(source, { highWaterMark: 1 << 20 }));
    await output.writeFile(cpioPadding(stat.size));
  }
}
