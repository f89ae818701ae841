import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { demoId } from '../../tools/demo/row.ts';
import { placeLoaders } from '../../tools/netboot/write.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';
import { writeDemoBootFolder } from './demo-boot-folder.ts';
import type { Room } from './room.ts';
import { keepDemoRow, webbootIn } from './room-command.ts';
import { type Firmware, firmwareArguments } from './stick-machine.ts';

/** `arm64` is UEFI with ACPI. */
export type GuestFirmware = Firmware | 'arm64';

export function architectureOf(firmware: GuestFirmware): MachineArchitecture {
  return firmware === 'arm64' ? 'aarch64' : 'x86_64';
}

/** Boots the demo without a person; a panic ends the guest. */
export const demoBoot = `panic=-1 webboot.auto webboot.distro=${demoId}`;

/** QEMU's arguments: without PXE the firmware goes on to HTTP boot (OvmfPkg/README, "opt/org.tianocore"). */
export const withoutPxe = ['IPv4PXESupport', 'IPv6PXESupport'].flatMap((name) => [
  ...['-fw_cfg', `name=opt/org.tianocore/${name},string=n`],
]);

/**
 * `webboot serve --netboot` itself, with the demo as a row of this machine's own catalogue. Without
 * `answering`, the room's own router tells machines where to start.
 */
export async function startServing(
  room: Room,
  {
    arch = 'x86_64',
    append = demoBoot,
    answering = true,
  }: {
    readonly arch?: MachineArchitecture;
    readonly append?: string;
    readonly answering?: boolean;
  } = {},
): Promise<AsyncDisposable> {
  const { folder, onServer } = room;
  const publication = await writeDemoBootFolder(join(folder, 'images/boot'), arch);
  await placeLoaders(join(folder, 'images/boot'), arch);
  for (const name of [publication.fileName, 'SHA256SUMS', 'SHA256SUMS.sign']) {
    await copyFile(join(publication.directory, name), join(folder, 'images', name));
  }
  await keepDemoRow(room, publication, arch);
  const [name = '', ...words] = webbootIn(room, onServer, [
    'serve',
    ...(answering ? ['--netboot'] : []),
    ...['--append', append, '--arch', arch, '--dir', join(folder, 'images')],
  ]);
  const server = execa(name, words, { reject: false });
  await new Promise<void>((up, fail) => {
    server.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('Offered at')) up();
    });
    void server.then(({ stderr }) => fail(new Error(`webboot serve ended: ${stderr}`)));
  });
  return {
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT');
      await server;
    },
  };
}

/** A machine without a disk, on a place of the room's network. */
export async function startNetbootGuest(
  { taps, folder, onServer }: Room,
  {
    firmware,
    tap = taps[0],
    mac,
    extra = [],
  }: {
    readonly firmware: GuestFirmware;
    readonly tap?: string;
    readonly mac?: string;
    readonly extra?: readonly string[];
  },
): Promise<QemuProcess> {
  // The card's boot ROM is iPXE, which stands for BIOS; EFI firmware has its own.
  const rom = firmware === 'bios' ? '' : ',romfile=';
  const address = mac === undefined ? '' : `,mac=${mac}`;
  return startQemu({
    arch: architectureOf(firmware),
    memoryMb: 2048,
    network: 'none',
    within: onServer,
    extra: [
      ...(firmware === 'arm64' ? [] : await firmwareArguments(firmware, folder)),
      ...['-netdev', `tap,id=net0,ifname=${tap},script=no,downscript=no`],
      ...['-device', `virtio-net-pci,netdev=net0,bootindex=1${address}${rom}`],
      ...extra,
    ],
  });
}

/** What a server of the room has sent: bytes of images, and of webboot's own initrd. */
export async function sentBy(
  { onServer }: Room,
  address: string,
): Promise<{ readonly image: number; readonly initramfs: number }> {
  const [name = '', ...words] = [...onServer, 'curl', '-s', `http://${address}:8080/metrics`];
  const { stdout } = await execa(name, words);
  const count = (pattern: RegExp) =>
    [...stdout.matchAll(pattern)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  return {
    image: count(/^webboot_sent_bytes_total\{.*\} (\d+)$/gm),
    initramfs: count(/^webboot_sent_boot_bytes_total\{file=".*initramfs\.img"\} (\d+)$/gm),
  };
}
