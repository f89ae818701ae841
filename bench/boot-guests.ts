import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CpioEntry, writeCpio } from '../src/formats/cpio/writer.ts';
import type { DemoGuest } from '../tools/demo/guest.ts';
import type { Publication } from '../tools/demo/publish.ts';
import { demoId } from '../tools/demo/row.ts';
import { guestMemory } from '../tools/guest-memory.ts';
import { imageDirectory } from '../tools/image/build.ts';
import { defaultOptions } from '../tools/image/options.ts';
import type { QemuMachine } from '../tools/qemu-arguments.ts';
import { extract } from './iso-file.ts';

/** What the floor's /init prints. */
export const floorText = /busybox runs/;

export interface BootGuests {
  /** busybox alone, on the same kernel. */
  readonly floor: QemuMachine;
  /** webboot with memory set aside by hand. */
  readonly menu: QemuMachine;
  /** webboot that sets memory aside by starting itself again. */
  readonly restarting: QemuMachine;
  /** webboot that boots the demo without a person. */
  readonly automatic: QemuMachine;
  /** The demo's own kernel and initrd, its ISO in a CD drive. */
  readonly direct: QemuMachine;
}

/** Machines that differ in what they boot only. */
export async function prepareGuests(
  scratch: string,
  { guest, publication }: { guest: DemoGuest; publication: Publication },
): Promise<BootGuests> {
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const iso = join(publication.directory, publication.fileName);
  const console = 'console=ttyS0,115200 panic=-1';
  const machine = { arch: 'x86_64', memoryMb, kernel: guest.kernel } as const;
  const initrd = join(imageDirectory(defaultOptions), 'initramfs.img');
  return {
    floor: { ...machine, initrd: await writeFloor(scratch), cmdline: console },
    menu: { ...machine, initrd, cmdline: `${console} ${memmap}` },
    restarting: { ...machine, initrd: guest.initrd, cmdline: console },
    automatic: {
      ...machine,
      initrd: guest.initrd,
      cmdline: `${console} ${memmap} webboot.auto webboot.distro=${demoId}`,
    },
    direct: {
      ...machine,
      kernel: await extract(iso, '/live/vmlinuz', join(scratch, 'vmlinuz')),
      initrd: await extract(iso, '/live/initrd.img', join(scratch, 'initrd.img')),
      cmdline: `boot=live components ${console}`,
      cdrom: iso,
    },
  };
}

/** An initramfs that says `floorText` and waits. */
export async function writeFloor(scratch: string): Promise<string> {
  const init = '#!/bin/busybox sh\necho busybox runs\nexec busybox sleep 1000\n';
  const program = (path: string, data: Uint8Array): CpioEntry => ({
    ...{ kind: 'file', path, mode: 0o755 },
    data,
  });
  const entries: readonly CpioEntry[] = [
    { kind: 'directory', path: 'bin' },
    { kind: 'directory', path: 'dev' },
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    program('bin/busybox', await readFile('/bin/busybox')),
    program('init', Buffer.from(init)),
  ];
  const path = join(scratch, 'floor.img');
  await writeFile(path, writeCpio(entries));
  return path;
}
