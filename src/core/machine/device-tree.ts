import type { Reservation } from './memory-map.ts';

/** A flattened device tree, as a boot loader hands it to a kernel (Devicetree Specification 0.4). */
export interface DeviceTree {
  /** The memory reservation block: places that only the boot loader knows of. */
  readonly reserved: readonly { readonly address: bigint; readonly size: bigint }[];
  /** Physical ID of the processor that boots. */
  readonly bootProcessor: number;
  readonly root: TreeNode;
}

export interface TreeNode {
  /** With its unit address: `memory@40000000`; '' for the root. */
  readonly name: string;
  readonly properties: readonly TreeProperty[];
  readonly children: readonly TreeNode[];
}

export interface TreeProperty {
  readonly name: string;
  readonly value: Uint8Array;
}

/** How many 32-bit cells an address and a size have in the `reg` of a node's children. */
export interface Cells {
  readonly address: number;
  readonly size: number;
}

const cellBytes = 4;

export function childOf(node: TreeNode, name: string): TreeNode | undefined {
  return node.children.find((child) => child.name === name);
}

export function propertyOf(node: TreeNode, name: string): Uint8Array | undefined {
  return node.properties.find((property) => property.name === name)?.value;
}

/** Whether a property is a string, or a list of strings, with that one in it. */
export function saysString(node: TreeNode, name: string, text: string): boolean {
  const value = propertyOf(node, name);
  return (
    value !== undefined &&
    String.fromCharCode(...value)
      .split('\0')
      .includes(text)
  );
}

/** In the place of the one of that name, or behind the others. */
export function withProperty(node: TreeNode, property: TreeProperty): TreeNode {
  const index = node.properties.findIndex(({ name }) => name === property.name);
  const at = index === -1 ? node.properties.length : index;
  return { ...node, properties: node.properties.toSpliced(at, 1, property) };
}

/** In the place of the one of that name, or behind the others. */
export function withChild(node: TreeNode, child: TreeNode): TreeNode {
  const index = node.children.findIndex(({ name }) => name === child.name);
  const at = index === -1 ? node.children.length : index;
  return { ...node, children: node.children.toSpliced(at, 1, child) };
}

/** Those of a node's own `#address-cells` and `#size-cells`; undefined for what no number holds. */
export function cellsOf(node: TreeNode): Cells | undefined {
  const address = cellCount(propertyOf(node, '#address-cells'));
  const size = cellCount(propertyOf(node, '#size-cells'));
  return address === undefined || size === undefined ? undefined : { address, size };
}

function cellCount(value: Uint8Array | undefined): number | undefined {
  const count = value?.length === cellBytes ? Number(readCells(value, 0, 1)) : undefined;
  return count === 1 || count === 2 ? count : undefined;
}

/**
 * The ranges of a `reg` (section 2.3.6); undefined for what is none, and for a range beyond what
 * a number holds exactly. Ranges without a size are left out.
 */
export function readRanges(
  reg: Uint8Array | undefined,
  { address, size }: Cells,
): readonly Reservation[] | undefined {
  const cells = address + size;
  if (reg === undefined || reg.length % (cells * cellBytes) !== 0) return undefined;
  const ranges: Reservation[] = [];
  for (let at = 0; at < reg.length / cellBytes; at += cells) {
    const start = readCells(reg, at, address);
    const length = readCells(reg, at + address, size);
    if (start + length > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    if (length > 0n) ranges.push({ start: Number(start), size: Number(length) });
  }
  return ranges;
}

/** A `reg` of ranges; undefined where one does not fit into so few cells. */
export function writeRanges(
  ranges: readonly Reservation[],
  { address, size }: Cells,
): Uint8Array | undefined {
  const cells: number[] = [];
  for (const range of ranges) {
    if (range.start >= 2 ** (32 * address) || range.size >= 2 ** (32 * size)) return undefined;
    for (const [value, count] of [
      [range.start, address],
      [range.size, size],
    ] as const) {
      if (count === 2) cells.push(Math.floor(value / 2 ** 32));
      cells.push(value % 2 ** 32);
    }
  }
  return cellsProperty(cells);
}

/** 32 bits each, big-endian. */
export function cellsProperty(cells: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(cells.length * cellBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, cell] of cells.entries()) view.setUint32(index * cellBytes, cell);
  return bytes;
}

/** The most significant cell first. */
function readCells(bytes: Uint8Array, first: number, count: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let value = 0n;
  for (let cell = first; cell < first + count; cell += 1) {
    value = (value << 32n) | BigInt(view.getUint32(cell * cellBytes));
  }
  return value;
}
