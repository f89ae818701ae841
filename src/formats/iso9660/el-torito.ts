import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { u16, u32 } from './fields.ts';
import { sectorBytes } from './volume-descriptors.ts';

/** What firmware would start from an optical disc. */
export interface BootImage {
  readonly platform: 'bios' | 'powerpc' | 'mac' | 'efi' | 'other';
  readonly bootable: boolean;
  readonly emulation: 'none' | 'floppy' | 'disk' | 'other';
  /** In bytes from the image's start. */
  readonly offset: number;
  /** What firmware loads, in bytes; often only the first part of the boot image. */
  readonly loadBytes: number;
}

const entryBytes = 32;
const platforms: ReadonlyMap<number, BootImage['platform']> = new Map([
  [0, 'bios'],
  [1, 'powerpc'],
  [2, 'mac'],
  [0xef, 'efi'],
]);
const sectionHeader = 0x90;
const lastSectionHeader = 0x91;
const extension = 0x44;

/**
 * The boot catalogue's entries. Source: El Torito 1.0 section 2, with UEFI's platform 0xEF
 * (UEFI 2.10 section 13.3.2). Only its first sector is read: room for 62 entries.
 */
export async function readBootCatalogue(
  image: RandomAccess,
  sector: number,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly BootImage[]> {
  const base = sector * sectorBytes;
  const catalogue = await image.read(base, sectorBytes, options);
  checkValidation(catalogue, base);
  const images = [readEntry(catalogue, entryBytes, catalogue[1] ?? 0)];
  let left = 0;
  let platform = 0;
  for (let at = 2 * entryBytes; at + entryBytes <= catalogue.length; at += entryBytes) {
    const indicator = catalogue[at];
    if (left > 0 && indicator !== extension) {
      images.push(readEntry(catalogue, at, platform));
      left -= 1;
    } else if (indicator === sectionHeader || indicator === lastSectionHeader) {
      platform = catalogue[at + 1] ?? 0;
      left = u16(catalogue, at + 2);
    } else if (indicator !== extension) break;
  }
  return images;
}

function checkValidation(catalogue: Uint8Array, base: number): void {
  let sum = 0;
  for (let at = 0; at < entryBytes; at += 2) sum += u16(catalogue, at);
  if (catalogue[0] !== 1 || u16(catalogue, 30) !== 0xaa55 || (sum & 0xffff) !== 0) {
    throw new FormatError('el-torito', base, 'boot catalogue without a valid first entry');
  }
}

function readEntry(catalogue: Uint8Array, at: number, platform: number): BootImage {
  const medium = (catalogue[at + 1] ?? 0) & 0x0f;
  const sectors = u16(catalogue, at + 6);
  return {
    platform: platforms.get(platform) ?? 'other',
    bootable: catalogue[at] === 0x88,
    emulation: emulationOf(medium),
    offset: u32(catalogue, at + 8) * sectorBytes,
    loadBytes: sectors * 512,
  };
}

function emulationOf(medium: number): BootImage['emulation'] {
  if (medium === 0) return 'none';
  if (medium <= 3) return 'floppy';
  return medium === 4 ? 'disk' : 'other';
}
