import type { Reservation } from '../../core/machine/memory-map.ts';
import { FormatError } from '../../errors.ts';

/** What a node of `/proc/device-tree/reserved-memory` says, as the kernel shows it: raw cells. */
export interface ReservedNode {
  /** Both of the parent, `#address-cells` and `#size-cells`: one cell each, 1 or 2. */
  readonly addressCells: Uint8Array;
  readonly sizeCells: Uint8Array;
  readonly reg: Uint8Array;
}

const cellBytes = 4;

/**
 * The first range of a node's `reg` (Devicetree Specification 0.4, sections 2.3.6 and 3.5). Throws
 * FormatError for a node without one, and for a range beyond what a number holds exactly.
 */
export function parseReservedRegion({ addressCells, sizeCells, reg }: ReservedNode): Reservation {
  const addresses = cellCount(addressCells);
  const sizes = cellCount(sizeCells);
  if (reg.length === 0 || reg.length % ((addresses + sizes) * cellBytes) !== 0) {
    throw new FormatError('device-tree', 0, `a reg of ${reg.length} bytes`);
  }
  const start = readCells(reg, 0, addresses);
  const size = readCells(reg, addresses, sizes);
  if (size === 0n || start + size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new FormatError('device-tree', 0, 'a reg that is no range of memory');
  }
  return { start: Number(start), size: Number(size) };
}

function cellCount(bytes: Uint8Array): number {
  const count = bytes.length === cellBytes ? Number(readCells(bytes, 0, 1)) : 0;
  if (count === 1 || count === 2) return count;
  throw new FormatError('device-tree', 0, 'a number of cells other than 1 and 2');
}

/** Big-endian, the most significant cell first. */
function readCells(bytes: Uint8Array, first: number, count: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let value = 0n;
  for (let cell = first; cell < first + count; cell += 1) {
    value = (value << 32n) | BigInt(view.getUint32(cell * cellBytes));
  }
  return value;
}
