import { join } from 'node:path';
import type { DemoGuest } from '../tools/demo/guest.ts';
import type { Publication } from '../tools/demo/publish.ts';
import { demoId } from '../tools/demo/row.ts';
import { imageDirectory } from '../tools/image/build.ts';
import { defaultOptions } from '../tools/image/options.ts';
import { writeFloor } from '../tools/qemu/floor.ts';
import { guestMemory } from '../tools/qemu/guest-memory.ts';
import type { QemuMachine } from '../tools/qemu/qemu-arguments.ts';
import { extract } from './iso-file.ts';

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
  const floor = join(scratch, 'floor.img');
  await writeFloor(floor);
  const initrd = join(imageDirectory(defaultOptions), 'initramfs.img');
  return {
    floor: { ...machine, initrd: floor, cmdline: console },
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
