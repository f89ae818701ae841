import { defined } from '../../core/defined.ts';
import { withoutTrailing } from '../../core/text-scan.ts';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { latin1, u16, u32 } from './fields.ts';
import { readVolumeDate } from './volume-date.ts';

export const sectorBytes = 2048;

/** Where a volume's tree begins; one for the primary volume, one for Joliet's. */
export interface Volume {
  readonly blockBytes: number;
  readonly rootBlock: number;
  readonly rootBytes: number;
}

export interface VolumeDescriptors {
  readonly volumeId: string;
  readonly uuid?: string;
  /** ISO 8601; absent where the image does not say. */
  readonly created?: string;
  readonly primary: Volume;
  readonly joliet?: Volume;
  /** Of the whole volume, as it was made. */
  readonly volumeBytes: number;
  /** Sector of the El Torito boot catalogue. */
  readonly bootCatalogue?: number;
}

const firstSector = 16;
const maxDescriptors = 64;
/** Of the volume, in the primary descriptor: ECMA-119 8.4.26. */
const creationDate = 813;

/**
 * Reads the volume descriptors from sector 16 on. Source: ECMA-119 section 8; the Joliet
 * specification; El Torito 1.0 section 2. Throws FormatError 'udf' for a disc that has a UDF file
 * system only, 'iso9660' for anything else that is no ISO 9660 image.
 */
export async function readVolumeDescriptors(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<VolumeDescriptors> {
  let primary: Uint8Array | undefined;
  let joliet: Volume | undefined;
  let bootCatalogue: number | undefined;
  for (let index = 0; index < maxDescriptors; index += 1) {
    const offset = (firstSector + index) * sectorBytes;
    const sector = await image.read(offset, sectorBytes, options);
    const identifier = latin1(sector, 1, 5);
    if (sector.length < sectorBytes || identifier !== 'CD001') {
      if (primary !== undefined) break;
      throw notAnIso(identifier);
    }
    const type = sector[0];
    if (type === 0) bootCatalogue ??= findBootCatalogue(sector);
    if (type === 1) primary ??= sector;
    if (type === 2 && isJoliet(sector)) joliet ??= readVolume(sector, offset);
    if (type === 255) break;
  }
  const offset = firstSector * sectorBytes;
  if (primary === undefined) throw new FormatError('iso9660', offset, 'no primary volume');
  const uuid = findUuid(primary);
  const created = readVolumeDate(primary, creationDate);
  return {
    volumeId: withoutTrailing(latin1(primary, 40, 32), ' \0'),
    ...defined({ uuid, created }),
    primary: readVolume(primary, offset),
    volumeBytes: u32(primary, 80) * u16(primary, 128),
    ...defined({ joliet, bootCatalogue }),
  };
}

function notAnIso(identifier: string): FormatError {
  const offset = firstSector * sectorBytes;
  return ['BEA01', 'NSR02', 'NSR03'].includes(identifier)
    ? new FormatError('udf', offset, 'a UDF file system without ISO 9660 next to it is not read')
    : new FormatError('iso9660', offset, 'not an ISO 9660 image: no volume descriptor');
}

function readVolume(sector: Uint8Array, offset: number): Volume {
  const blockBytes = u16(sector, 128);
  if (blockBytes !== 512 && blockBytes !== 1024 && blockBytes !== 2048) {
    throw new FormatError('iso9660', offset + 128, `logical blocks of ${blockBytes} bytes`);
  }
  const rootRecord = 156;
  return {
    blockBytes,
    rootBlock: u32(sector, rootRecord + 2) + (sector[rootRecord + 1] ?? 0),
    rootBytes: u32(sector, rootRecord + 10),
  };
}

/** UCS-2 levels 1 to 3 by their escape sequences. */
function isJoliet(sector: Uint8Array): boolean {
  return ['%/@', '%/C', '%/E'].includes(latin1(sector, 88, 3));
}

function findBootCatalogue(sector: Uint8Array): number | undefined {
  return latin1(sector, 7, 23) === 'EL TORITO SPECIFICATION' ? u32(sector, 0x47) : undefined;
}

/**
 * What `blkid` makes of the modification date, or of the creation date where there is none:
 * YYYY-MM-DD-HH-MM-SS-cc.
 */
function findUuid(sector: Uint8Array): string | undefined {
  const modification = 830;
  for (const offset of [modification, creationDate]) {
    const date = latin1(sector, offset, 16);
    if (/^\d{16}$/.test(date) && !/^0+$/.test(date)) {
      return [date.slice(0, 4), ...(date.slice(4).match(/../g) ?? [])].join('-');
    }
  }
  return undefined;
}
