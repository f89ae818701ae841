import { memmapParameter, type Reservation } from '../../src/core/machine/memory-map.ts';

/** RAM for a guest of QEMU's q35, and the place in it that is set aside for an ISO. */
export interface GuestMemory {
  readonly memoryMb: number;
  readonly reservation: Reservation;
  /** The kernel parameter for it. */
  readonly memmap: string;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
/** nd_pmem maps in sections of this size where it can. */
const alignment = 128 * mebibyte;

/**
 * Up to 768 MiB the ISO lies in the second of two gibibytes. Above, q35 has 2 GiB below the hole
 * for devices and the rest from 4 GiB up: that rest is the ISO's, all of it.
 */
export function guestMemory(isoBytes: number): GuestMemory {
  const size = Math.ceil(isoBytes / alignment) * alignment;
  const small = size <= 768 * mebibyte;
  const reservation = { start: small ? gibibyte : 4 * gibibyte, size };
  return {
    memoryMb: small ? 2048 : 2048 + size / mebibyte,
    reservation,
    memmap: memmapParameter(reservation),
  };
}
