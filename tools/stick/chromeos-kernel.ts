import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import type { AptState } from '../debian/apt.ts';
import { type DebianPrograms, programsOf } from './debian-programs.ts';
import { placeInitramfs } from './kernel-blob.ts';

/**
 * What the older of the boards load, in ChromeOS's own partitions: source is boards.ini of Debian's
 * depthcharge-tools 0.6.2. Those of before 2013 take 8 MiB, which holds no kernel of today.
 */
const mostBytes = 16 * 2 ** 20;

/** The kernel's .bss lies right behind it in memory while it unpacks itself. */
const workBytes = 0x4_0000;
const pageBytes = 4096;

/** ChromeOS's own programs and developer keys, from Debian's packages. */
export async function chromeosPrograms(apt: AptState): Promise<DebianPrograms> {
  return programsOf(apt, { name: 'chromeos', programs: ['vboot-kernel-utils', 'cgpt'] });
}

/** Where the developer keys lie; every firmware in developer mode takes what they sign. */
export function developerKeys({ tree }: DebianPrograms): string {
  return join(tree, 'usr/share/vboot/devkeys');
}

/**
 * Packs a kernel and a small initramfs for a ChromeOS kernel partition, signed with the developer
 * keys; the same input gives the same bytes. Throws 'build-failed' where they are too large.
 */
export async function packChromeosKernel(
  programs: DebianPrograms,
  {
    kernel,
    initramfs,
    cmdline,
    work,
  }: { kernel: string; initramfs: string; cmdline: string; work: string },
): Promise<string> {
  const path = (name: string) => join(work, `chromeos-${name}`);
  await writeFile(path('vmlinuz'), padded(await readFile(kernel)));
  // Depthcharge puts the partition's identifier in for %U.
  await writeFile(path('cmdline'), `kern_guid=%U ${cmdline}`);
  const keys = developerKeys(programs);
  const common = [
    ...['--keyblock', join(keys, 'kernel.keyblock')],
    ...['--signprivate', join(keys, 'kernel_data_key.vbprivk'), '--version', '1'],
  ];
  const vbutil = (...args: string[]) =>
    programs.run('usr/bin/futility', ['vbutil_kernel', ...args, ...common]);
  await vbutil(
    ...['--pack', path('packed'), '--arch', 'x86_64', '--vmlinuz', path('vmlinuz')],
    ...['--bootloader', initramfs, '--config', path('cmdline')],
  );
  const blob = await readFile(path('packed'));
  await writeFile(path('placed'), await place(blob, initramfs));
  await vbutil('--repack', path('kernel'), '--oldblob', path('placed'));
  return path('kernel');
}

async function place(blob: Uint8Array, initramfs: string): Promise<Uint8Array> {
  const { size } = await stat(initramfs);
  if (blob.length > mostBytes)
    throw tooLarge(`it has ${blob.length} bytes, and the firmware loads ${mostBytes}.`);
  try {
    return placeInitramfs(blob, size);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(cause.message, cause);
    throw cause;
  }
}

function padded(kernel: Uint8Array): Uint8Array {
  const whole = Math.ceil(kernel.length / pageBytes) * pageBytes;
  return Buffer.concat([kernel, Buffer.alloc(whole - kernel.length + workBytes)]);
}

function tooLarge(text: string, cause?: unknown): WebbootError {
  return new WebbootError('build-failed', `The kernel is too large for Chromebooks: ${text}`, {
    remedy: 'Use a smaller kernel: npm run kernel -- build, then --flavour built.',
    cause,
  });
}
