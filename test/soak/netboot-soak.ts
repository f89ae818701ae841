import { createHash } from 'node:crypto';
import { prepareDemoGuest } from '../../tools/demo/guest.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import { startQemu } from '../../tools/qemu/qemu.ts';
import {
  architectureOf,
  demoBoot,
  type GuestFirmware,
  startNetbootGuest,
  startServing,
  withoutPxe,
} from '../helpers/netboot-room.ts';
import { openRoom } from '../helpers/room.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';
import { lingerDoneCase, lingerKeyCase } from './netboot/lingers.ts';
import { menuServesCase } from './netboot/menu-serves.ts';
import { onwardsCase } from './netboot/onwards.ts';
import { ownServerCase } from './netboot/own-server.ts';
import { reachLogin } from './netboot/reach-login.ts';

const grub = 'shim and GRUB';

const soak: Soak = {
  name: 'netboot',
  columns: ['firmware', 'comes by', 'seconds to the login', 'bytes of the ISO from the server'],
  cases: [
    bootCase('bios', { firmware: 'bios', by: 'iPXE' }),
    bootCase('efi', { firmware: 'efi', by: `${grub}, TFTP` }),
    ownServerCase('efi-ipxe'),
    bootCase('efi-secure', { firmware: 'efi-secure', by: `${grub}, TFTP` }),
    bootCase('efi-http', { firmware: 'efi-secure', by: `${grub}, HTTP`, extra: withoutPxe }),
    bootCase('arm64', { firmware: 'arm64', by: `${grub}, TFTP` }),
    bootCase('arm64-http', { firmware: 'arm64', by: `${grub}, HTTP`, extra: withoutPxe }),
    onwardsCase('onwards', 'bios'),
    onwardsCase('arm64-onwards', 'arm64'),
    imageCase('image'),
    lingerKeyCase('linger-key'),
    lingerDoneCase('linger-done'),
    menuServesCase('menu'),
  ],
};

/**
 * `[--fresh] [CASE]...`: a machine without a disk boots the demo from `webboot serve --netboot`, on a
 * network with a router's DHCP and without the internet. Needs root, for network namespaces.
 */
export async function soakNetboot(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

function bootCase(
  name: string,
  {
    firmware,
    by,
    extra = [],
  }: {
    readonly firmware: GuestFirmware;
    readonly by: string;
    readonly extra?: readonly string[];
  },
): SoakCase {
  return {
    name,
    async run(watch) {
      await using room = await openRoom();
      await using _serving = await startServing(room, { arch: architectureOf(firmware) });
      const machine = await startNetbootGuest(room, { firmware, extra });
      watch(machine);
      try {
        const { ok, seconds, image } = await reachLogin(machine, { room, server: room.address });
        return { ok, cells: [firmware, by, seconds, image] };
      } finally {
        await machine.kill();
      }
    },
  };
}

/** Of this host, for the image's server. */
const imagePort = 18_080;
const servingMs = 1_500_000;

/** webboot without a system serves the demo to this host, which computes the digest of what it gets. */
function imageCase(name: string): SoakCase {
  return {
    name,
    async run(watch) {
      const key = await demoKey();
      const publication = await ensureDemo(key);
      const guest = await prepareDemoGuest(publication, { key });
      const { memoryMb, memmap } = guestMemory(publication.bytes);
      const machine = await startQemu({
        arch: 'x86_64',
        memoryMb,
        kernel: guest.kernel,
        initrd: guest.initrd,
        cmdline: `console=ttyS0,115200 ${memmap} ${demoBoot} webboot.serve=only`,
        network: 'none',
        extra: [
          ...['-netdev', `user,id=net0,hostfwd=tcp:127.0.0.1:${imagePort}-:8080`],
          ...['-device', 'virtio-net-pci,netdev=net0,romfile='],
        ],
      });
      watch(machine);
      try {
        await machine.waitFor(/"serving":\{"addresses":\["http/, { timeoutMs: servingMs });
        const url = `http://127.0.0.1:${imagePort}/iso/${publication.sha256}`;
        const hash = createHash('sha256');
        for await (const part of (await fetch(url)).body ?? []) hash.update(part);
        const ok = hash.digest('hex') === publication.sha256;
        const cells = ['none', 'kernel and initrd', Math.round(machine.elapsed), publication.bytes];
        return { ok, cells };
      } finally {
        await machine.kill();
        await guest.close();
      }
    },
  };
}
