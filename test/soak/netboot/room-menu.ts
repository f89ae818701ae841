import { type DemoGuest, prepareDemoGuest } from '../../../tools/demo/guest.ts';
import { demoKey } from '../../../tools/demo/key.ts';
import type { Publication } from '../../../tools/demo/publish.ts';
import { guestMemory } from '../../../tools/qemu/guest-memory.ts';
import { type QemuProcess, startQemu } from '../../../tools/qemu/qemu.ts';
import type { QemuDrive } from '../../../tools/qemu/qemu-arguments.ts';
import type { Room } from '../../helpers/room.ts';
import { keepDemoRow } from '../../helpers/room-command.ts';

export interface RoomMenu extends AsyncDisposable {
  readonly machine: QemuProcess;
}

/** webboot on the room's network, with the demo in its catalogue. Nothing of the demo's mirror is reached. */
export async function startRoomMenu(
  room: Room,
  publication: Publication,
  { cmdline, drives = [] }: { readonly cmdline: string; readonly drives?: readonly QemuDrive[] },
): Promise<RoomMenu> {
  await keepDemoRow(room, publication);
  const guest: DemoGuest = await prepareDemoGuest(publication, { key: await demoKey() });
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb,
    kernel: guest.kernel,
    initrd: guest.initrd,
    cmdline: `console=ttyS0,115200 panic=-1 ${memmap} ${cmdline}`,
    network: 'none',
    drives,
    within: room.onServer,
    extra: [
      ...['-netdev', `tap,id=net0,ifname=${room.taps[0]},script=no,downscript=no`],
      ...['-device', 'virtio-net-pci,netdev=net0,romfile='],
    ],
  });
  return {
    machine,
    async [Symbol.asyncDispose]() {
      await machine.kill();
      await guest.close();
    },
  };
}
