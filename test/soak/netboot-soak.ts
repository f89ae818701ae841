import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { demoKey } from '../../tools/demo/key.ts';
import { demoId, demoRow } from '../../tools/demo/row.ts';
import { placeLoaders } from '../../tools/netboot/write.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';
import { projectDirectory } from '../../tools/shared/paths.ts';
import { deadMirror, writeDemoBootFolder } from '../helpers/demo-boot-folder.ts';
import { openRoom, type Room } from '../helpers/room.ts';
import { type Firmware, firmwareArguments } from '../helpers/stick-machine.ts';
import { runCases, type Soak, type SoakCase, statusOf } from './cases.ts';

/** `arm64` is UEFI with ACPI. */
type GuestFirmware = Firmware | 'arm64';

/** Without PXE the firmware goes on to HTTP boot (OvmfPkg/README, "opt/org.tianocore"). */
const withoutPxe = ['IPv4PXESupport', 'IPv6PXESupport'].flatMap((name) => [
  ...['-fw_cfg', `name=opt/org.tianocore/${name},string=n`],
]);

const soak: Soak = {
  name: 'netboot',
  columns: ['firmware', 'came by', 'seconds to the login', 'bytes from the server'],
  cases: [
    bootCase('bios', 'bios'),
    bootCase('efi', 'efi'),
    bootCase('efi-secure', 'efi-secure'),
    bootCase('efi-http', 'efi-secure', withoutPxe),
    bootCase('arm64', 'arm64'),
    bootCase('arm64-http', 'arm64', withoutPxe),
  ],
};

/**
 * `[--fresh] [CASE]...`: a machine without a disk boots the demo from `webboot serve --netboot`, on a
 * network with a router's DHCP and without the internet. Needs root, for network namespaces.
 */
export async function soakNetboot(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}

function bootCase(name: string, firmware: GuestFirmware, extra: readonly string[] = []): SoakCase {
  return {
    name,
    async run(watch) {
      await using room = await openRoom();
      const { server } = await startServing(room, architectureOf(firmware));
      const machine = await startGuest(room, firmware, extra);
      watch(machine);
      try {
        const login = await machine.waitFor(/login: /, { timeoutMs: 1_500_000 });
        const signed = machine.log.slice(0, login.start).includes('"kind":"signed"');
        const by = /grub|GNU GRUB/i.test(machine.log) ? 'GRUB' : 'iPXE';
        const sent = await bytesSent(room);
        return { ok: signed, cells: [firmware, by, Math.round(machine.elapsed), sent] };
      } finally {
        await machine.kill();
        server.kill('SIGINT');
        await server;
      }
    },
  };
}

function architectureOf(firmware: GuestFirmware): MachineArchitecture {
  return firmware === 'arm64' ? 'aarch64' : 'x86_64';
}

/** The command itself, with the demo as a row of this machine's own catalogue. */
async function startServing(room: Room, arch: MachineArchitecture) {
  const { folder, onServer } = room;
  const key = await demoKey();
  const publication = await writeDemoBootFolder(join(folder, 'images/boot'), arch);
  await placeLoaders(join(folder, 'images/boot'), arch);
  for (const name of [publication.fileName, 'SHA256SUMS', 'SHA256SUMS.sign']) {
    await copyFile(join(publication.directory, name), join(folder, 'images', name));
  }
  const rows = join(folder, 'etc/webboot/distros');
  await mkdir(join(rows, 'keys'), { recursive: true });
  const row = demoRow(publication, { arch, mirrorUrl: deadMirror, key });
  await writeFile(join(rows, `${demoId}.json`), JSON.stringify(row));
  await writeFile(join(rows, 'keys/demo-key.asc'), key.publicKey);
  const command = [
    ...['node', join(projectDirectory, 'bin/webboot.mjs'), 'serve', '--netboot'],
    ...['--append', `panic=-1 webboot.auto webboot.distro=${demoId}`],
    ...['--arch', arch, '--dir', join(folder, 'images')],
  ];
  const withRow = `mount -t overlay overlay -o lowerdir=${folder}/etc:/etc /etc && exec "$@"`;
  const [name = '', ...words] = [...onServer, 'sh', '-c', withRow, 'sh', ...command];
  const server = execa(name, words, { reject: false });
  await new Promise<void>((up, fail) => {
    server.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('Offered at')) up();
    });
    void server.then(({ stderr }) => fail(new Error(`webboot serve ended: ${stderr}`)));
  });
  // Wrapped: the process is a promise of its own end.
  return { server };
}

async function startGuest(
  { tap, folder, onServer }: Room,
  firmware: GuestFirmware,
  extra: readonly string[],
): Promise<QemuProcess> {
  // The card's boot ROM is iPXE, which stands for BIOS; EFI firmware has its own.
  const rom = firmware === 'bios' ? '' : ',romfile=';
  return startQemu({
    arch: architectureOf(firmware),
    memoryMb: 2048,
    network: 'none',
    within: onServer,
    extra: [
      ...(firmware === 'arm64' ? [] : await firmwareArguments(firmware, folder)),
      ...['-netdev', `tap,id=net0,ifname=${tap},script=no,downscript=no`],
      ...['-device', `virtio-net-pci,netdev=net0,bootindex=1${rom}`],
      ...extra,
    ],
  });
}

async function bytesSent({ address, onServer }: Room): Promise<number> {
  const [name = '', ...words] = [...onServer, 'curl', '-s', `http://${address}:8080/metrics`];
  const { stdout } = await execa(name, words);
  return Number(/^webboot_sent_bytes_total\{.*\} (\d+)$/m.exec(stdout)?.[1]);
}
