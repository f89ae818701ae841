import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import type { DebianPrograms } from './debian-programs.ts';
import { type BootMedium, coreConfig } from './grub-config.ts';

const modulesDirectory = 'usr/lib/grub/i386-pc';

/** All that the menu needs, as there is no folder of modules to load the rest from. */
const modules = [
  ...['biosdisk', 'part_gpt', 'part_msdos', 'fat', 'iso9660', 'normal', 'configfile', 'search'],
  ...['search_fs_uuid', 'search_fs_file', 'search_label', 'linux', 'serial', 'terminal'],
  ...['test', 'echo', 'ls', 'cat', 'sleep', 'reboot', 'halt', 'minicmd', 'loadenv'],
];

/** GRUB for BIOS, as one image for a boot partition or for El Torito. */
export async function biosCore(
  programs: DebianPrograms,
  {
    medium,
    menu,
    work,
    speech = false,
  }: { medium: BootMedium; menu: string; work: string; speech?: boolean },
): Promise<Uint8Array> {
  const config = join(work, 'core.cfg');
  const output = join(work, 'core.img');
  await writeFile(config, coreConfig(medium, menu));
  const format = medium.kind === 'iso' ? 'i386-pc-eltorito' : 'i386-pc';
  const directory = join(programs.tree, modulesDirectory);
  await programs.run('usr/bin/grub-mkimage', [
    ...['-O', format, '-d', directory, '-p', '/boot/grub', '-c', config, '-o', output],
    ...modules,
    ...(speech ? ['play'] : []),
  ]);
  return readFile(output);
}

/** The MBR that makes an ISO on a stick boot by BIOS. */
export function hybridMbr(programs: DebianPrograms): string {
  return join(programs.tree, modulesDirectory, 'boot_hybrid.img');
}

export async function bootSectorCode(programs: DebianPrograms): Promise<Uint8Array> {
  return readFile(join(programs.tree, modulesDirectory, 'boot.img'));
}

/** Of boot.img and diskboot.img: include/grub/i386/pc/boot.h of GRUB. */
const kernelSectorAt = 0x5c;
const driveCheckAt = 0x66;
const firstBlockAt = sectorBytes - 12;
const codeBytes = 440;

/**
 * Does what grub-bios-setup does on a real disk: puts the boot code into the MBR, and tells it and
 * the core image's first sector where the core image lies. Returns both, for their places.
 */
export function placeCore({
  mbr,
  code,
  core,
  sector,
}: {
  mbr: Uint8Array;
  code: Uint8Array;
  core: Uint8Array;
  /** Where the core image will lie. */
  sector: number;
}): { readonly mbr: Uint8Array; readonly core: Uint8Array } {
  const placed = { mbr: Uint8Array.from(mbr), core: Uint8Array.from(core) };
  placed.mbr.set(code.subarray(0, codeBytes));
  const boot = new DataView(placed.mbr.buffer);
  boot.setBigUint64(kernelSectorAt, BigInt(sector), true);
  // The BIOS tells the right drive; the check is for floppies.
  boot.setUint16(driveCheckAt, 0x9090);
  const first = new DataView(placed.core.buffer);
  first.setBigUint64(firstBlockAt, BigInt(sector + 1), true);
  first.setUint16(firstBlockAt + 8, Math.ceil(core.length / sectorBytes) - 1, true);
  return placed;
}
