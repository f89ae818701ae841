import type { QemuProcess } from '../../../tools/qemu/qemu.ts';
import { sentBy } from '../../helpers/netboot-room.ts';
import type { Room } from '../../helpers/room.ts';

const loginMs = 1_800_000;

/** Waits for the live system's login of a machine that came by the network, and asks the server what it gave. */
export async function reachLogin(
  machine: QemuProcess,
  { room, server }: { readonly room: Room; readonly server: string },
): Promise<{ readonly ok: boolean; readonly seconds: number; readonly image: number }> {
  const login = await machine.waitFor(/login: /, { timeoutMs: loginMs });
  const seconds = Math.round(machine.elapsed);
  const signed = machine.log.slice(0, login.start).includes('"kind":"signed"');
  const { image, initramfs } = await sentBy(room, server);
  return { ok: signed && initramfs > 0 && image > 0, seconds, image };
}
