import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { type Partition, sectorBytes, tailSectors } from '../../src/formats/gpt/partition-table.ts';
import { writePartitionTable } from '../../src/formats/gpt/write.ts';
import { formatEnvironmentBlock } from '../../src/formats/grub/environment-block.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { biosCore, bootSectorCode, placeCore } from './bios-core.ts';
import { packChromeosKernel } from './chromeos-kernel.ts';
import { dataPartitionBytes, writeDataPartition } from './data-partition.ts';
import type { DebianPrograms } from './debian-programs.ts';
import type { LoaderFiles } from './efi-loaders.ts';
import { type FileList, filesBytes, writeFat } from './esp.ts';
import { consoles, grubMenu, keyFile, payloadDirectory, signedMenuPath } from './grub-config.ts';
import type { StickIdentity } from './identity.ts';
import { planLayout, type StickLayout } from './layout.ts';
import { copyInto, writeAt } from './sparse-copy.ts';
import { stageImages } from './staged-images.ts';

/** What a stick and a CD are made of. */
export interface BootPayload extends LoaderFiles {
  readonly arch: MachineArchitecture;
  readonly initramfs: string;
  /** For webboot's kernel. */
  readonly cmdline: string;
  /** The image can speak. */
  readonly speech: boolean;
  readonly identity: StickIdentity;
  /** Seconds since 1970 that stand for "built". */
  readonly date: number;
}

/** What the partition for Chromebooks is made of. */
export interface ChromeosParts {
  readonly programs: DebianPrograms;
  readonly kernel: string;
  /** Without /usr, which it takes from the stick. */
  readonly initramfs: string;
}

/**
 * Writes a disk image that boots by UEFI, with Secure Boot, and on x86_64 by BIOS, on Chromebooks if
 * asked for, and has a partition for ISOs and settings. Needs neither root nor loop devices; the same input gives the same bytes.
 */
export async function writeUsbImage(
  programs: DebianPrograms,
  payload: BootPayload,
  {
    out,
    size,
    images,
    work,
    chromeos,
  }: { out: string; size?: number; images: FileList; work: string; chromeos?: ChromeosParts },
): Promise<void> {
  const { arch, identity, date, speech } = payload;
  const volumeId = identity.volumeId('esp');
  const medium = {
    kind: 'partition',
    uuid: `${volumeId.slice(0, 4)}-${volumeId.slice(4)}`.toUpperCase(),
  } as const;
  const menu = join(work, 'grub.cfg');
  const key = join(work, 'stick.env');
  await writeFile(key, formatEnvironmentBlock({}));
  const files: FileList = new Map([...espFiles(payload, menu), [keyFile, key]]);
  await stageImages(images, join(work, 'data'));
  const data = dataPartitionBytes(await filesBytes(images, 4096));
  const cmdline = `webboot.stick=${identity.guid('data')} ${payload.cmdline}`;
  const chromeosKernel =
    chromeos &&
    (await packChromeosKernel(chromeos.programs, {
      ...chromeos,
      cmdline: `${consoles(arch)} quiet webboot.esp=${medium.uuid} ${cmdline}`.trim(),
      work,
    }));
  const layout = layoutFor(identity, {
    withBios: arch === 'x86_64',
    esp: await filesBytes(espFiles(payload), 4096),
    ...(chromeosKernel === undefined ? {} : { chromeos: (await stat(chromeosKernel)).size }),
    data,
    disk: size,
  });
  await writeFile(menu, grubMenu({ arch, medium, cmdline, speech }));
  const esp = join(work, 'esp.fat');
  const bytes = bytesOf(layout.esp);
  await writeFat(esp, { bytes, volumeId, files, date, fat32: true });
  const dataFile = join(work, 'data.ext4');
  await writeDataPartition(programs, {
    file: dataFile,
    bytes: bytesOf(layout.data),
    uuid: identity.guid('data file system'),
    date,
    folder: join(work, 'data'),
  });
  await assemble(out, {
    layout,
    identity,
    core: layout.bios && (await biosCore(programs, { medium, menu: signedMenuPath, work, speech })),
    code: await bootSectorCode(programs),
    esp,
    chromeosKernel,
    data: dataFile,
  });
}

async function assemble(
  out: string,
  parts: {
    layout: StickLayout;
    identity: StickIdentity;
    core: Uint8Array | undefined;
    code: Uint8Array;
    esp: string;
    chromeosKernel: string | undefined;
    data: string;
  },
): Promise<void> {
  const { diskSectors, bios, esp, chromeos, data } = parts.layout;
  const table = writePartitionTable({
    diskId: parts.identity.guid('disk'),
    diskSectors,
    partitions: [bios, esp, data, chromeos].filter((partition) => partition !== undefined),
  });
  const target = await open(out, 'w');
  try {
    await target.truncate(diskSectors * sectorBytes);
    await writeAt(target, 0, table.head);
    if (bios !== undefined && parts.core !== undefined) {
      const mbr = table.head.subarray(0, sectorBytes);
      const { code, core } = parts;
      const placed = placeCore({ mbr, code, core, sector: bios.firstSector });
      if (placed.core.length > bytesOf(bios)) throw new RangeError('the core image is too large');
      await writeAt(target, 0, placed.mbr);
      await writeAt(target, bios.firstSector * sectorBytes, placed.core);
    }
    await copyInto(target, parts.esp, esp.firstSector * sectorBytes);
    if (chromeos !== undefined && parts.chromeosKernel !== undefined) {
      await copyInto(target, parts.chromeosKernel, chromeos.firstSector * sectorBytes);
    }
    await copyInto(target, parts.data, data.firstSector * sectorBytes);
    await writeAt(target, (diskSectors - tailSectors) * sectorBytes, table.tail);
  } finally {
    await target.close();
  }
}

/** Everything but the menu, which has to know where the partition will be, without one. */
export function espFiles(payload: BootPayload, menu?: string): FileList {
  return new Map([
    ...payload.loaders,
    ...(menu === undefined ? [] : [[signedMenuPath.slice(1), menu] as const]),
    [`${payloadDirectory}/vmlinuz`, payload.kernel],
    [`${payloadDirectory}/initramfs.img`, payload.initramfs],
  ]);
}

function layoutFor(...args: Parameters<typeof planLayout>): StickLayout {
  try {
    return planLayout(...args);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new WebbootError('usage', `--size is too small: ${cause.message}`, {
      remedy: 'Choose a larger size, or omit --size to make the image as small as possible.',
      cause,
    });
  }
}

function bytesOf({ firstSector, lastSector }: Partition): number {
  return (lastSector - firstSector + 1) * sectorBytes;
}
