import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeLoaders } from '../../../tools/netboot/write.ts';
import { startNetbootGuest, startServing } from '../../helpers/netboot-room.ts';
import { openRoom, serverAddress } from '../../helpers/room.ts';
import type { SoakCase } from '../cases.ts';
import { reachLogin } from './reach-login.ts';

const mac = '52:54:00:77:00:04';
const script = `http://${serverAddress}:8080/boot/boot.ipxe`;

/**
 * A site's own DHCP and TFTP server (docs/netboot.md) sends UEFI without Secure Boot to iPXE, and iPXE to
 * the script of a machine that serves and does not answer DHCP.
 */
export function ownServerCase(name: string): SoakCase {
  return {
    name,
    async run(watch) {
      const folder = await mkdtemp(join(tmpdir(), 'webboot-tftp-'));
      try {
        await placeLoaders(folder);
        await using room = await openRoom({
          sendsTo: { mac, folder, loader: 'snponly.efi', script },
        });
        await using _serving = await startServing(room, { answering: false });
        const machine = await startNetbootGuest(room, { firmware: 'efi', mac });
        watch(machine);
        try {
          const { ok, seconds, image } = await reachLogin(machine, { room, server: room.address });
          return { ok, cells: ['efi', "iPXE, by the router's TFTP", seconds, image] };
        } finally {
          await machine.kill();
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
