import { join } from 'node:path';
import type { DemoGuest } from '../../tools/demo/guest.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { demoId } from '../../tools/demo/row.ts';
import { imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import { writeFloor } from '../../tools/qemu/floor.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import type { QemuMachine } from '../../tools/qemu/qemu-arguments.ts';
import { extract } from './iso-file.ts';
import { writeScriptPeer } from './script-peer.ts';

export interface BootGuests {
  /** busybox alone, on the same kernel. */
  readonly floor: QemuMachine;
  /** webboot with memory set aside by hand. */
  readonly menu: QemuMachine;
  /** webboot that sets memory aside by starting itself again. */
  readonly restarting: QemuMachine;
  /** webboot that boots the publication without a person. */
  readonly automatic: QemuMachine;
  /** The publication's own kernel and initrd, its ISO in a CD drive. */
  readonly direct: QemuMachine;
  /** An expert's shell script up to its menu, and to the jump in two ways. */
  readonly script: Readonly<Record<'menu' | 'wget' | 'curl', QemuMachine>>;
}

/** Machines that differ in what they boot only. */
export async function prepareGuests(
  scratch: string,
  { guest, publication }: { guest: DemoGuest; publication: Publication },
): Promise<BootGuests> {
  const { bytes, directory, fileName } = publication;
  const { memoryMb, memmap } = guestMemory(bytes);
  const iso = join(directory, fileName);
  const console = 'console=ttyS0,115200 panic=-1';
  const machine = { arch: 'x86_64', memoryMb, kernel: guest.kernel } as const;
  const floor = join(scratch, 'floor.img');
  await writeFloor(floor);
  const scriptInitrd = join(scratch, 'script.img');
  await writeScriptPeer(scriptInitrd, { publicKey: (await demoKey()).publicKey, scratch });
  const peer = `peer.url=${guest.mirror.guestUrl} peer.iso=${fileName} peer.bytes=${bytes}`;
  const script = (way: string): QemuMachine => ({
    ...machine,
    initrd: scriptInitrd,
    cmdline: `${console} ${memmap} ${peer} peer.way=${way}`,
  });
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
    script: { menu: script('menu'), wget: script('wget'), curl: script('curl') },
  };
}
