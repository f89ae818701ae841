import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { openAptState } from '../../../tools/debian/apt.ts';
import { unpackedDebs } from '../../../tools/image/unpacked.ts';
import { startQemu } from '../../../tools/qemu/qemu.ts';
import type { QemuMachine } from '../../../tools/qemu/qemu-arguments.ts';
import type { MachineArchitecture } from '../../../tools/shared/architectures.ts';

const init = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
echo "started: $(/bin/busybox uname -r)"
echo "words: $(/bin/busybox cat /proc/cmdline)"
exec /bin/busybox sleep 1000
`;

/** The least that says which kernel it runs on. */
export async function tinyInitrd(arch: MachineArchitecture): Promise<Uint8Array> {
  const apt = await openAptState({ suite: 'trixie', arch });
  await apt.update();
  const tree = await unpackedDebs('busybox', await apt.download(['busybox-static']));
  return writeCpio([
    ...['bin', 'dev', 'proc'].map((path) => ({ kind: 'directory', path }) as const),
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    {
      ...{ kind: 'file', path: 'bin/busybox', mode: 0o755 },
      data: await readFile(join(tree, 'usr/bin/busybox')),
    },
    { kind: 'file', path: 'init', mode: 0o755, data: new TextEncoder().encode(init) },
  ]);
}

const consoles = { x86_64: 'ttyS0', aarch64: 'ttyAMA0' } as const;

/** Boots what was extracted into `directory`, up to `wanted` on its console. */
export async function bootExtracted(
  directory: string,
  {
    wanted,
    arch,
    ...hardware
  }: { readonly wanted: RegExp; readonly arch: MachineArchitecture } & Partial<
    Pick<QemuMachine, 'drives' | 'extra' | 'memoryMb'>
  >,
  watch: (machine: { readonly log: string }) => void,
): Promise<{ readonly version: string; readonly seconds: number }> {
  const own = join(directory, 'initrd');
  const initrd = join(directory, 'initrd.tiny');
  const shipped = await readFile(own).catch(() => undefined);
  await writeFile(initrd, shipped ?? (await tinyInitrd(arch)));
  const cmdline = (await readFile(join(directory, 'cmdline'), 'utf8')).trim();
  const machine = await startQemu({
    ...{ arch, memoryMb: 1024, network: 'none', initrd, kernel: join(directory, 'kernel') },
    cmdline: `console=${consoles[arch]} panic=-1 ${cmdline}`,
    ...hardware,
  });
  watch(machine);
  try {
    const { groups } = await machine.waitFor(wanted, { timeoutMs: 900_000 });
    return { version: groups[0] ?? '', seconds: Math.round(machine.elapsed) };
  } finally {
    await machine.kill();
  }
}
