import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultOptions } from '../../tools/image/options.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import { buildDirectory } from '../../tools/shared/paths.ts';
import { buildStick } from '../../tools/stick/build.ts';

export const firmwares = ['bios', 'efi', 'efi-secure'] as const;
/** `efi-own` trusts one key that is nobody's of the others. */
export type Firmware = (typeof firmwares)[number] | 'efi-own';

export const attachments = ['usb', 'nvme', 'cdrom'] as const;
export type Attachment = (typeof attachments)[number];

/** A stick's image and an ISO, whose kernel tells all on the serial line. */
export async function buildTestStick(
  folder: string,
  { chromeos = false }: { chromeos?: boolean } = {},
): Promise<{ readonly usb: string; readonly isoOut: string; readonly payloadBytes: number }> {
  const outputs = { usb: join(folder, 'webboot.img'), isoOut: join(folder, 'webboot.iso') };
  const image = {
    ...defaultOptions,
    flavour: 'generic',
    append: 'webboot.debug ignore_loglevel',
    out: join(buildDirectory, chromeos ? 'image/chromeos-test' : 'image/stick-test'),
  } as const;
  const secureBoot = { way: 'debian' } as const;
  const stick = { ...outputs, isos: [], distros: [], secureBoot, chromeos };
  return { ...outputs, ...(await buildStick(image, stick)) };
}

/** A machine of 2 GiB that has nothing to boot from but the file. */
export async function startFromStick({
  file,
  firmware,
  attachment,
  folder,
  network = 'none',
  extra = [],
  snapshot = false,
}: {
  file: string;
  firmware: Firmware;
  attachment: Attachment;
  /** For the firmware's variables. */
  folder: string;
  network?: 'user' | 'none';
  extra?: readonly string[];
  /** What the guest writes is forgotten. */
  snapshot?: boolean;
}): Promise<QemuProcess> {
  return startQemu({
    arch: 'x86_64',
    memoryMb: 2048,
    network,
    extra: [
      ...(await firmwareArguments(firmware, folder)),
      ...driveArguments(file, { attachment, snapshot }),
      ...deviceArguments(attachment),
      ...extra,
    ],
  });
}

/** Debian's builds of OVMF; Microsoft's keys are enrolled in the second one, in the third one's own. */
const builds = {
  efi: { code: 'OVMF_CODE_4M.fd', variables: 'OVMF_VARS_4M.fd' },
  'efi-secure': { code: 'OVMF_CODE_4M.secboot.fd', variables: 'OVMF_VARS_4M.ms.fd' },
  'efi-own': { code: 'OVMF_CODE_4M.secboot.fd', variables: 'OVMF_VARS_4M.snakeoil.fd' },
} as const;

/** For QEMU's command line; the firmware's variables go into the folder. */
export async function firmwareArguments(
  firmware: Firmware,
  folder: string,
): Promise<readonly string[]> {
  if (firmware === 'bios') return [];
  const { code, variables } = builds[firmware];
  const own = join(folder, `${firmware}.vars`);
  await copyFile(join('/usr/share/OVMF', variables), own);
  const flash = 'if=pflash,format=raw';
  return [
    ...['-global', 'driver=cfi.pflash01,property=secure,value=on'],
    ...['-drive', `${flash},unit=0,readonly=on,file=/usr/share/OVMF/${code}`],
    ...['-drive', `${flash},unit=1,file=${own}`],
  ];
}

function driveArguments(
  file: string,
  { attachment, snapshot }: { attachment: Attachment; snapshot: boolean },
): readonly string[] {
  const cdrom = attachment === 'cdrom' ? ',media=cdrom,readonly=on' : '';
  const forgets = snapshot ? ',snapshot=on' : '';
  return ['-drive', `file=${file},format=raw,if=none,id=medium${cdrom}${forgets}`];
}

function deviceArguments(attachment: Attachment): readonly string[] {
  switch (attachment) {
    case 'usb':
      return ['-device', 'qemu-xhci', '-device', 'usb-storage,id=stick,drive=medium,bootindex=0'];
    case 'nvme':
      return ['-device', 'nvme,drive=medium,serial=webboot,bootindex=0'];
    case 'cdrom':
      return ['-device', 'ide-cd,drive=medium,bootindex=0'];
  }
}
