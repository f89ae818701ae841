import {
  type Cells,
  propertyOf,
  readRanges,
  saysString,
  type TreeNode,
  withProperty,
  writeRanges,
} from './device-tree.ts';
import type { Reservation } from './memory-map.ts';

/**
 * Takes a region out of the memory that a tree tells of. Undefined where it does not tell of all of
 * the region, or tells in a way that cannot be read.
 */
export function cutMemory(root: TreeNode, region: Reservation, cells: Cells): TreeNode | undefined {
  let left = region.size;
  const cut = editMemory(root, cells, (ranges) => {
    const rest = ranges.flatMap((range) => without(range, region));
    left -= sizeOf(ranges) - sizeOf(rest);
    return rest;
  });
  return left === 0 ? cut : undefined;
}

/** The same back: to what it touches, or else as a range of the first memory node. */
export function giveBack(root: TreeNode, region: Reservation, cells: Cells): TreeNode {
  const touches = (ranges: readonly Reservation[]) =>
    ranges.some(({ start, size }) => start + size === region.start || start === endOf(region));
  const nodes = root.children.filter(isMemory);
  const isTouched = (node: TreeNode) =>
    touches(readRanges(propertyOf(node, rangesName(node)), cells) ?? []);
  const taker = nodes.find(isTouched) ?? nodes[0];
  return (
    editMemory(root, cells, (ranges, node) =>
      node === taker ? joined([...ranges, region]) : ranges,
    ) ?? root
  );
}

function editMemory(
  root: TreeNode,
  cells: Cells,
  edit: (ranges: readonly Reservation[], node: TreeNode) => readonly Reservation[],
): TreeNode | undefined {
  const children: TreeNode[] = [];
  for (const child of root.children) {
    const name = rangesName(child);
    const ranges = isMemory(child) ? readRanges(propertyOf(child, name), cells) : undefined;
    const edited = ranges && edit(ranges, child);
    const value = edited && writeRanges(edited, cells);
    if (edited !== undefined && value === undefined) return undefined;
    children.push(value === undefined ? child : withProperty(child, { name, value }));
  }
  return { ...root, children };
}

/** Section 3.4. */
function isMemory(node: TreeNode): boolean {
  return saysString(node, 'device_type', 'memory');
}

/** Linux prefers its own (drivers/of/fdt.c, early_init_dt_scan_memory). */
function rangesName(node: TreeNode): string {
  const own = 'linux,usable-memory';
  return propertyOf(node, own) === undefined ? 'reg' : own;
}

function without(range: Reservation, taken: Reservation): readonly Reservation[] {
  const pieces = [
    { start: range.start, end: Math.min(endOf(range), taken.start) },
    { start: Math.max(range.start, endOf(taken)), end: endOf(range) },
  ];
  return pieces
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ start, size: end - start }));
}

/** Those that touch as one. */
function joined(ranges: readonly Reservation[]): readonly Reservation[] {
  const result: Reservation[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && endOf(last) === range.start) {
      result[result.length - 1] = { start: last.start, size: last.size + range.size };
    } else result.push(range);
  }
  return result;
}

function sizeOf(ranges: readonly Reservation[]): number {
  return ranges.reduce((sum, { size }) => sum + size, 0);
}

function endOf({ start, size }: Reservation): number {
  return start + size;
}
