import {
  type Cells,
  cellsOf,
  cellsProperty,
  childOf,
  type DeviceTree,
  propertyOf,
  readRanges,
  saysString,
  type TreeNode,
  withChild,
  withProperty,
  writeRanges,
} from './device-tree.ts';
import type { Firmware } from './firmware.ts';
import type { Reservation } from './memory-map.ts';
import { cutMemory, giveBack } from './memory-nodes.ts';

/** A unit address follows the name: `webboot@90000000`. */
const ownNode = /^webboot@[0-9a-f]+$/;
/** Documentation/devicetree/bindings/pmem/pmem-region.txt of Linux. */
const pmemRegion = 'pmem-region';
const reservedMemory = 'reserved-memory';
/** What a root without these is written with; the tree of a machine that goes by ACPI has none. */
const wideCells = { address: 2, size: 2 };

/**
 * The regions that webboot marked before it started another kernel: nodes of its own name, in
 * reserved memory or as persistent memory. What cannot be read is somebody else's.
 */
export function markedRegions({ root }: DeviceTree): readonly Reservation[] {
  const memory = childOf(root, reservedMemory);
  const regions = [...(memory ? regionsIn(memory) : []), ...regionsIn(root)];
  const starts = new Map(regions.map((region) => [region.start, region]));
  return [...starts.values()];
}

/**
 * The tree for the next kernel: the running one's, with the only region that it is to leave alone,
 * and a place for the seed of its address randomization. Marks of earlier kernels are taken back
 * first; without a region nothing takes their place. Undefined where the tree cannot say it.
 *
 * Kernels that go by ACPI, or whose memory UEFI tells, take a region out by `no-map` in
 * `reserved-memory`; the others by what the memory nodes do not say. ACPI has its own table for
 * the device; a tree has a node, before any other one, since devices are numbered in that order.
 */
export function markTree(
  tree: DeviceTree,
  region: Reservation | undefined,
  firmware: Firmware,
): DeviceTree | undefined {
  const root = withSeed(unmarked(tree.root));
  if (region === undefined) return { ...tree, root };
  const marked = markRoot(withCells(root), region, firmware);
  return marked && { ...tree, root: marked };
}

function markRoot(root: TreeNode, region: Reservation, firmware: Firmware): TreeNode | undefined {
  const cells = cellsOf(root);
  if (cells === undefined) return undefined;
  const set = firmware === 'tree' ? cutMemory(root, region, cells) : reserve(root, region, cells);
  if (set === undefined || firmware === 'acpi') return set;
  const node = ownNodeOf(region, cells, [
    { name: 'compatible', value: text(pmemRegion) },
    { name: 'volatile', value: new Uint8Array() },
  ]);
  return node && { ...set, children: [node, ...set.children] };
}

/** Section 3.5: the cells of `reserved-memory` are those of the root. */
function reserve(root: TreeNode, region: Reservation, cells: Cells): TreeNode | undefined {
  const memory = childOf(root, reservedMemory) ?? {
    name: reservedMemory,
    properties: [
      { name: '#address-cells', value: cellsProperty([cells.address]) },
      { name: '#size-cells', value: cellsProperty([cells.size]) },
      { name: 'ranges', value: new Uint8Array() },
    ],
    children: [],
  };
  const own = cellsOf(memory);
  const node = own && ownNodeOf(region, own, [{ name: 'no-map', value: new Uint8Array() }]);
  return node && withChild(root, withChild(memory, node));
}

function ownNodeOf(
  region: Reservation,
  cells: Cells,
  properties: TreeNode['properties'],
): TreeNode | undefined {
  const reg = writeRanges([region], cells);
  const name = `webboot@${region.start.toString(16)}`;
  return reg && { name, properties: [{ name: 'reg', value: reg }, ...properties], children: [] };
}

/** Without webboot's own nodes, and with the memory that they took out of the tree. */
function unmarked(root: TreeNode): TreeNode {
  const memory = childOf(root, reservedMemory);
  const kept = new Set((memory ? regionsIn(memory) : []).map(({ start }) => start));
  const taken = regionsIn(root).filter(({ start }) => !kept.has(start));
  const children = root.children.flatMap((child) => {
    if (ownNode.test(child.name)) return [];
    if (child.name !== reservedMemory) return [child];
    const others = child.children.filter(({ name }) => !ownNode.test(name));
    // Without its child, the tree of a machine that goes by ACPI is a stub again.
    return others.length === 0 ? [] : [{ ...child, children: others }];
  });
  const cells = cellsOf(root);
  const plain: TreeNode = { ...root, children };
  if (cells === undefined) return plain;
  return taken.reduce<TreeNode>((now, region) => giveBack(now, region, cells), plain);
}

function regionsIn(node: TreeNode): readonly Reservation[] {
  const cells = cellsOf(node);
  if (cells === undefined) return [];
  return node.children
    .filter((child) => ownNode.test(child.name) && isMark(child))
    .flatMap((child) => readRanges(propertyOf(child, 'reg'), cells)?.slice(0, 1) ?? []);
}

function isMark(node: TreeNode): boolean {
  return propertyOf(node, 'no-map') !== undefined || saysString(node, 'compatible', pmemRegion);
}

/** kexec-tools fills a seed of zeros, adds none, and takes no tree with another. */
function withSeed(root: TreeNode): TreeNode {
  const chosen = childOf(root, 'chosen') ?? { name: 'chosen', properties: [], children: [] };
  return withChild(root, withProperty(chosen, { name: 'kaslr-seed', value: new Uint8Array(8) }));
}

function withCells(root: TreeNode): TreeNode {
  const set = (node: TreeNode, name: string, count: number) =>
    propertyOf(node, name) === undefined
      ? withProperty(node, { name, value: cellsProperty([count]) })
      : node;
  return set(set(root, '#address-cells', wideCells.address), '#size-cells', wideCells.size);
}

function text(value: string): Uint8Array {
  return Uint8Array.from([...value, '\0'], (char) => char.charCodeAt(0));
}
