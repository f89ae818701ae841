import { copyFile, link, mkdir, open, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { type Partition, sectorBytes, tailSectors } from '../../src/formats/gpt/partition-table.ts';
import { writePartitionTable } from '../../src/formats/gpt/write.ts';
import { biosCore, bootSectorCode, placeCore } from './bios-core.ts';
import { dataPartitionBytes, imagesFolder, writeDataPartition } from './data-partition.ts';
import type { DebianPrograms } from './debian-programs.ts';
import { efiLoaders, type FileList, filesBytes, writeFat } from './esp.ts';
import { grubMenu, payloadDirectory, signedMenuPath } from './grub-config.ts';
import type { StickIdentity } from './identity.ts';
import { planLayout, type StickLayout } from './layout.ts';
import type { SecureBootWay } from './options.ts';
import { copyInto, writeAt } from './sparse-copy.ts';

/** What a stick and a CD are made of. */
export interface BootPayload {
  readonly kernel: string;
  readonly initramfs: string;
  /** For webboot's kernel. */
  readonly cmdline: string;
  readonly secureBoot: SecureBootWay;
  readonly identity: StickIdentity;
  /** Seconds since 1970 that stand for "built". */
  readonly date: number;
}

/**
 * Writes a disk image that boots by UEFI, with Secure Boot, and by BIOS, and has a partition for
 * ISOs and settings. Needs neither root nor loop devices; the same input gives the same bytes.
 */
export async function writeUsbImage(
  programs: DebianPrograms,
  payload: BootPayload,
  { out, size, isos, work }: { out: string; size?: number; isos: readonly string[]; work: string },
): Promise<void> {
  const { identity, date } = payload;
  const volumeId = identity.volumeId('esp');
  const medium = {
    kind: 'partition',
    uuid: `${volumeId.slice(0, 4)}-${volumeId.slice(4)}`.toUpperCase(),
  } as const;
  const menu = join(work, 'grub.cfg');
  const files = espFiles(programs, payload, menu);
  const images = await stageImages(isos, join(work, 'data'));
  const data = dataPartitionBytes(await filesBytes(images, 4096));
  const layout = layoutFor(identity, { esp: await payloadBytes(payload), data, disk: size });
  const cmdline = `webboot.stick=${layout.data.id} ${payload.cmdline}`;
  await writeFile(menu, grubMenu({ medium, cmdline }));
  const core = await biosCore(programs, { medium, menu: signedMenuPath, work });
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
    core,
    code: await bootSectorCode(programs),
    esp,
    data: dataFile,
  });
}

async function assemble(
  out: string,
  parts: {
    layout: StickLayout;
    identity: StickIdentity;
    core: Uint8Array;
    code: Uint8Array;
    esp: string;
    data: string;
  },
): Promise<void> {
  const { diskSectors, bios, esp, data } = parts.layout;
  const table = writePartitionTable({
    diskId: parts.identity.guid('disk'),
    diskSectors,
    partitions: [bios, esp, data],
  });
  const mbr = table.head.subarray(0, sectorBytes);
  const placed = placeCore({ mbr, code: parts.code, core: parts.core, sector: bios.firstSector });
  if (placed.core.length > bytesOf(bios)) throw new RangeError('the core image is too large');
  const target = await open(out, 'w');
  try {
    await target.truncate(diskSectors * sectorBytes);
    await writeAt(target, 0, table.head);
    await writeAt(target, 0, placed.mbr);
    await writeAt(target, bios.firstSector * sectorBytes, placed.core);
    await copyInto(target, parts.esp, esp.firstSector * sectorBytes);
    await copyInto(target, parts.data, data.firstSector * sectorBytes);
    await writeAt(target, (diskSectors - tailSectors) * sectorBytes, table.tail);
  } finally {
    await target.close();
  }
}

function espFiles(programs: DebianPrograms, payload: BootPayload, menu: string): FileList {
  return new Map([
    ...efiLoaders(programs, payload.secureBoot),
    [signedMenuPath.slice(1), menu],
    [`${payloadDirectory}/vmlinuz`, payload.kernel],
    [`${payloadDirectory}/initramfs.img`, payload.initramfs],
  ]);
}

async function payloadBytes({ kernel, initramfs }: BootPayload): Promise<number> {
  const loaders = 8 * 2 ** 20;
  return loaders + (await filesBytes(new Map(Object.entries({ kernel, initramfs })), 4096));
}

/** `Images/` with links to the ISOs, so that nothing is copied twice. */
async function stageImages(isos: readonly string[], folder: string): Promise<FileList> {
  const directory = join(folder, imagesFolder);
  await mkdir(directory, { recursive: true });
  const files = new Map<string, string>();
  for (const iso of isos) {
    const path = join(directory, basename(iso));
    // A link costs nothing, and is not to be had across file systems.
    await link(iso, path).catch(() => copyFile(iso, path));
    files.set(path, iso);
  }
  return files;
}

function layoutFor(...args: Parameters<typeof planLayout>): StickLayout {
  try {
    return planLayout(...args);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new WebbootError('usage', `--size is too small: ${cause.message}`, { cause });
  }
}

function bytesOf({ firstSector, lastSector }: Partition): number {
  return (lastSector - firstSector + 1) * sectorBytes;
}
