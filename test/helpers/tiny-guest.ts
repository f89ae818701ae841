import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraftModule } from '../../src/boot/graft/collect-modules.ts';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { startQemu } from '../../tools/qemu.ts';
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
    run: async ({ archives, script, cmdline }) => {
      const work = await mkdtemp(join(tmpdir(), 'webboot-tiny-'));
      const initrd = join(work, 'initrd.img');
      await writeFile(
        initrd,
        Buffer.concat([writeCpio(archives), writeCpio(initramfs(busybox, script))]),
      );
      const machine = await startQemu({
        arch: 'x86_64',
        memoryMb: 512,
        kernel: join(kernel, 'boot', image),
        initrd,
        cmdline: `console=ttyS0 panic=-1 quiet ${cmdline}`,
        network: 'none',
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
  const init = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
${script}
echo "${end}"
exec /bin/busybox sleep 1000
`;
  return [
    ...['bin', 'dev', 'proc', 'sys'].map((path): CpioEntry => ({ kind: 'directory', path })),
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    { kind: 'file', path: 'bin/busybox', mode: 0o755, data: busybox },
    { kind: 'file', path: 'init', mode: 0o755, data: new TextEncoder().encode(init) },
  ];
}
