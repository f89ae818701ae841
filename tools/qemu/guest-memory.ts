import { memmapParameter, type Reservation } from '../../src/core/machine/memory-map.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';

/** RAM for a guest. */
interface GuestMemory {
  readonly memoryMb: number;
  /** The kernel parameter that sets memory aside for an ISO; empty where webboot itself does. */
  readonly memmap: string;
}

/** And the place in it that is set aside. */
interface PlannedMemory extends GuestMemory {
  readonly reservation: Reservation;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
/** nd_pmem maps in sections of this size where it can. */
const alignment = 128 * mebibyte;

/** On arm64 webboot alone can set memory aside, in the device tree. */
export function memoryOf(arch: MachineArchitecture, isoBytes: number): GuestMemory {
  const { memoryMb, memmap } = guestMemory(isoBytes);
  return arch === 'x86_64' ? { memoryMb, memmap } : { memoryMb, memmap: '' };
}

/**
 * For a q35: up to 768 MiB the ISO lies in the second of two gibibytes. Above, q35 has 2 GiB below the hole
 * for devices and the rest from 4 GiB up: that rest is the ISO's, all of it.
 */
export function guestMemory(isoBytes: number): PlannedMemory {
  const size = Math.ceil(isoBytes / alignment) * alignment;
  const small = size <= 768 * mebibyte;
  const reservation = { start: small ? gibibyte : 4 * gibibyte, size };
  return {
    memoryMb: small ? 2048 : 2048 + size / mebibyte,
    reservation,
    memmap: memmapParameter(reservation),
  };
}
