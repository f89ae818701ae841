import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { GraftModule } from '../../src/boot/graft/collect-modules.ts';
import { initrdChunks } from '../../src/boot/kexec/initrd-chunks.ts';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { startQemu } from '../../tools/qemu/qemu.ts';
import { debDependency, debFile } from './debs.ts';

/** A kernel, its modules and a busybox: all that a few seconds of a guest take. */
export interface TinyGuest {
  readonly busybox: Uint8Array;
  modules(names: readonly string[]): Promise<readonly GraftModule[]>;
  /** Boots archives in front of an initramfs that runs `script`; what the console showed. */
  run(input: {
    readonly archives: readonly CpioEntry[];
    readonly script: string;
    readonly cmdline: string;
    /** As one archive by default; `dracut`: as dracut packs one with systemd. */
    readonly packed?: 'dracut';
    readonly extra?: readonly string[];
  }): Promise<string>;
}

const end = 'the script has ended';

/** Undefined, with the reason printed, where apt does not give the packages. */
export async function tinyGuest(): Promise<TinyGuest | undefined> {
  const kernel = await debDependency('linux-image-cloud-amd64');
  const shell = await debFile('busybox-static');
  if (kernel === undefined || shell === undefined) return undefined;
  const busybox = await readFile(join(shell, 'bin/busybox')).catch(() =>
    readFile(join(shell, 'usr/bin/busybox')),
  );
  const boot = await readdir(join(kernel, 'boot'));
  const image = boot.find((name) => name.startsWith('vmlinuz-')) ?? 'vmlinuz';
  return {
    busybox,
    modules: async (names) => {
      const files = await readdir(kernel, { recursive: true });
      return Promise.all(
        names.map(async (name) => {
          const path = files.find((file) => file.endsWith(`/${name}.ko`)) ?? `${name}.ko`;
          return { fileName: `${name}.ko`, bytes: await readFile(join(kernel, path)) };
        }),
      );
    },
    run: async ({ archives, script, cmdline, packed, extra = [] }) => {
      const work = await mkdtemp(join(tmpdir(), 'webboot-tiny-'));
      const initrd = join(work, 'initrd.img');
      const own =
        packed === 'dracut'
          ? dracutSegments(busybox, script)
          : [writeCpio(initramfs(busybox, script))];
      await writeFile(initrd, initrdChunks([writeCpio(archives), ...own].map(memoryAccess)));
      const machine = await startQemu({
        arch: 'x86_64',
        memoryMb: 512,
        kernel: join(kernel, 'boot', image),
        initrd,
        cmdline: `console=ttyS0 panic=-1 quiet ${cmdline}`,
        network: 'none',
        extra,
      });
      try {
        await machine.waitFor(new RegExp(end), { timeoutMs: 120_000 });
        return machine.log;
      } finally {
        await machine.kill();
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

function initramfs(busybox: Uint8Array, script: string): CpioEntry[] {
  return [
    ...['bin', ...mountPoints].map(directory),
    device,
    file('bin/busybox', busybox),
    file('init', program(script)),
  ];
}

/**
 * Microcode first, in an archive of its own that is not compressed; then a system whose init is a
 * link to a program below /usr, as are the directories that are usually above it.
 */
function dracutSegments(busybox: Uint8Array, script: string): Uint8Array[] {
  const link = (path: string, target: string): CpioEntry => ({ kind: 'symlink', path, target });
  const directories = ['kernel', 'kernel/x86', 'kernel/x86/microcode'];
  const microcode = [
    ...directories.map(directory),
    file('kernel/x86/microcode/GenuineIntel.bin', new Uint8Array(30)),
  ];
  const system = [
    ...['etc', 'usr', 'usr/bin', 'usr/lib', 'usr/lib/systemd', ...mountPoints].map(directory),
    ...[link('bin', 'usr/bin'), link('lib', 'usr/lib'), link('init', 'usr/lib/systemd/systemd')],
    device,
    // Called as init, it is busybox's one, which runs the script that its table names.
    file('usr/lib/systemd/systemd', busybox),
    file('usr/bin/busybox', busybox),
    file('usr/bin/start', program(script)),
    file('etc/inittab', new TextEncoder().encode('::sysinit:/usr/bin/start\n')),
  ];
  return [writeCpio(microcode), gzipSync(writeCpio(system))];
}

const mountPoints = ['dev', 'proc', 'sys'];
const device: CpioEntry = { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 };

function directory(path: string): CpioEntry {
  return { kind: 'directory', path };
}

function file(path: string, data: Uint8Array): CpioEntry {
  return { kind: 'file', path, mode: 0o755, data };
}

function program(script: string): Uint8Array {
  return new TextEncoder().encode(`#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
${script}
echo "${end}"
exec /bin/busybox sleep 1000
`);
}
