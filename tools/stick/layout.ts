import { defined } from '../../src/core/defined.ts';
import { type Partition, sectorBytes, tailSectors } from '../../src/formats/gpt/partition-table.ts';
import type { StickIdentity } from './identity.ts';

/**
 * Partition types: UEFI specification, GRUB's manual, ChromeOS's disk format, the Discoverable
 * Partitions Specification.
 */
const types = {
  bios: '21686148-6449-6e6f-744e-656564454649',
  esp: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  chromeos: 'fe3a2a5d-4f32-41a7-b725-accc3285a309',
  data: '0fc63daf-8483-4772-8e79-3d69d8477de4',
} as const;

/** ChromeOS's: priority 10 of 15 in bits 48-51, tries left in 52-55, known to boot in bit 56. */
const bootable = (10n << 48n) | (1n << 52n) | (1n << 56n);

const mebibyte = 2 ** 20;
const alignment = mebibyte / sectorBytes;
/** FAT32 has at least 65525 clusters; of 4 KiB they take this much. */
const leastEspBytes = 272 * mebibyte;

export interface StickLayout {
  readonly diskSectors: number;
  /** GRUB's core image for BIOS, which arm64 does not have. */
  readonly bios?: Partition;
  readonly esp: Partition;
  /** A kernel for Chromebooks. */
  readonly chromeos?: Partition;
  /** The last one, so that it can grow. */
  readonly data: Partition;
}

/** Where everything goes on a disk of `diskBytes`, or on the smallest that holds it all. */
export function planLayout(
  identity: StickIdentity,
  bytes: {
    withBios: boolean;
    esp: number;
    chromeos?: number;
    data: number;
    disk: number | undefined;
  },
): StickLayout {
  const bios = bytes.withBios
    ? partition(identity, { name: 'bios', first: alignment, bytes: mebibyte })
    : undefined;
  const espBytes = Math.max(leastEspBytes, Math.ceil((bytes.esp * 1.25) / mebibyte) * mebibyte);
  const esp = partition(identity, {
    name: 'esp',
    first: bios === undefined ? alignment : bios.lastSector + 1,
    bytes: espBytes,
  });
  const chromeos =
    bytes.chromeos === undefined
      ? undefined
      : partition(identity, {
          name: 'chromeos',
          first: esp.lastSector + 1,
          bytes: Math.ceil(bytes.chromeos / mebibyte) * mebibyte,
          attributes: bootable,
        });
  const first = (chromeos ?? esp).lastSector + 1;
  const tail = Math.ceil(tailSectors / alignment) * alignment;
  const diskSectors =
    bytes.disk === undefined
      ? first + bytes.data / sectorBytes + tail
      : Math.floor(bytes.disk / mebibyte) * alignment;
  const dataBytes = (diskSectors - tail - first) * sectorBytes;
  if (dataBytes < bytes.data) {
    const least = Math.ceil(((first + tail) * sectorBytes + bytes.data) / mebibyte);
    throw new RangeError(`at least ${least} MiB are needed.`);
  }
  return {
    diskSectors,
    esp,
    ...defined({ bios, chromeos }),
    data: partition(identity, { name: 'data', first, bytes: dataBytes }),
  };
}

function partition(
  identity: StickIdentity,
  at: { name: keyof typeof types; first: number; bytes: number; attributes?: bigint },
): Partition {
  return {
    type: types[at.name],
    id: identity.guid(at.name),
    firstSector: at.first,
    lastSector: at.first + at.bytes / sectorBytes - 1,
    attributes: at.attributes ?? 0n,
    name: `webboot ${at.name}`,
  };
}
