import { copyFile, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTool } from '../shared/tool.ts';
import { biosCore, hybridMbr } from './bios-core.ts';
import type { DebianPrograms } from './debian-programs.ts';
import { filesBytes, writeFat } from './esp.ts';
import { coreConfig, grubMenu, payloadDirectory, signedMenuPath } from './grub-config.ts';
import type { BootPayload } from './usb-image.ts';

const medium = { kind: 'iso' } as const;
const menuPath = '/boot/grub/grub.cfg';
const efiImage = 'boot/grub/efi.img';
const biosImage = 'boot/grub/bios.img';

/**
 * Writes an ISO that boots as a CD and, written to a stick, as a disk; by UEFI, with Secure Boot,
 * and on x86_64 by BIOS. Its menu and files lie in the ISO's own file system; the small EFI image that
 * firmware reads only leads there.
 */
export async function writeIsoImage(
  programs: DebianPrograms,
  payload: BootPayload,
  { out, work }: { out: string; work: string },
): Promise<void> {
  const { arch, identity, date, speech } = payload;
  const tree = join(work, 'iso');
  const path = (name: string) => join(tree, name);
  await mkdir(path(dirname(efiImage)), { recursive: true });
  await mkdir(path(payloadDirectory));
  await copyFile(payload.kernel, path(`${payloadDirectory}/vmlinuz`));
  await copyFile(payload.initramfs, path(`${payloadDirectory}/initramfs.img`));
  await writeFile(path(menuPath), grubMenu({ arch, medium, cmdline: payload.cmdline, speech }));
  // From a CD, GRUB takes the ISO for the place that it was loaded from, and not the EFI image.
  await mkdir(path(dirname(signedMenuPath)), { recursive: true });
  await writeFile(path(signedMenuPath), coreConfig(medium, menuPath));
  if (arch === 'x86_64') {
    await writeFile(
      path(biosImage),
      await biosCore(programs, { medium, menu: menuPath, work, speech }),
    );
  }
  await writeEfiImage(payload, { file: path(efiImage), work });
  for (const name of ['', ...(await readdir(tree, { recursive: true }))]) {
    await utimes(path(name), date, date);
  }
  const stamp = new Date(date * 1000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  await runTool(
    'xorriso',
    [
      ...['-as', 'mkisofs', '-quiet', '-r', '-J', '-V', 'WEBBOOT', '-o', out],
      ...[`--modification-date=${stamp}00`, '--set_all_file_dates', 'set_to_mtime'],
      ...['--gpt_disk_guid', identity.guid('iso').replaceAll('-', '')],
      ...['-partition_offset', '16'],
      ...(arch === 'x86_64' ? biosAndEfi(programs) : efiAlone(path(efiImage))),
      tree,
    ],
    { env: { SOURCE_DATE_EPOCH: String(date), TZ: 'UTC' } },
  );
}

function biosAndEfi(programs: DebianPrograms): readonly string[] {
  return [
    ...['--grub2-mbr', hybridMbr(programs)],
    ...['-b', biosImage, '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
    ...['--grub2-boot-info', '-eltorito-alt-boot', '-e', efiImage, '-no-emul-boot'],
    '-isohybrid-gpt-basdat',
  ];
}

/** The EFI image is a partition as well, for a stick that the ISO is written to. */
function efiAlone(image: string): readonly string[] {
  const systemPartition = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';
  return [
    ...['-e', efiImage, '-no-emul-boot'],
    ...['-append_partition', '2', systemPartition, image, '-appended_part_as_gpt'],
  ];
}

async function writeEfiImage(
  { loaders, identity, date }: BootPayload,
  { file, work }: { file: string; work: string },
): Promise<void> {
  const menu = join(work, 'iso-grub.cfg');
  await writeFile(menu, coreConfig(medium, menuPath));
  const files = new Map([...loaders, [signedMenuPath.slice(1), menu]]);
  await writeFat(file, {
    bytes: (await filesBytes(files, 4096)) + 2 ** 20,
    volumeId: identity.volumeId('efi image'),
    files,
    date,
    fat32: false,
  });
}
