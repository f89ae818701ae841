import type { DeviceTree, TreeNode, TreeProperty } from '../../core/machine/device-tree.ts';
import { FormatError } from '../../errors.ts';
import { headerBytes, magic, reservationBytes, token, version } from './layout.ts';

/** MAX_FDT_SIZE of Linux (include/linux/of_fdt.h of arm64 kernels): what it takes from a boot loader. */
const mostBytes = 2 << 20;
/** FDT_MAX_DEPTH of Linux (drivers/of/fdt.c). */
const mostDepth = 64;

interface Node {
  readonly name: string;
  readonly properties: TreeProperty[];
  readonly children: TreeNode[];
}

/**
 * Reads a flattened device tree (Devicetree Specification 0.4, chapter 5) of version 17, which all
 * tools have written since 2005. Property values are views of `bytes`. Throws FormatError
 * 'device-tree' for what is none.
 */
export function readDeviceTree(bytes: Uint8Array): DeviceTree {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes || view.getUint32(0) !== magic) throw damaged(0, 'no device tree');
  const field = (index: number) => view.getUint32(index * 4);
  const total = field(1);
  if (total > Math.min(bytes.length, mostBytes)) throw damaged(4, `a tree of ${total} bytes`);
  if (field(5) < version || field(6) > version) {
    throw damaged(20, `version ${field(5)}, compatible with ${field(6)}`);
  }
  const strings = block(bytes.subarray(0, total), field(3), field(8));
  const structure = {
    offset: field(2),
    bytes: block(bytes.subarray(0, total), field(2), field(9)),
  };
  return {
    reserved: readReservations(view, field(4), total),
    bootProcessor: field(7),
    root: readStructure(structure, strings),
  };
}

/** Never a Buffer, so that trees are plain data. */
function block(bytes: Uint8Array, offset: number, size: number): Uint8Array {
  if (offset + size > bytes.length) throw damaged(8, 'a block beyond the end');
  return new Uint8Array(bytes.buffer, bytes.byteOffset + offset, size);
}

/** Pairs of address and size, of which an empty one is the end. */
function readReservations(view: DataView, offset: number, total: number): DeviceTree['reserved'] {
  const reserved: { address: bigint; size: bigint }[] = [];
  for (let at = offset; at + reservationBytes <= total; at += reservationBytes) {
    const address = view.getBigUint64(at);
    const size = view.getBigUint64(at + 8);
    if (address === 0n && size === 0n) return reserved;
    reserved.push({ address, size });
  }
  throw damaged(offset, 'reservations without an end');
}

function readStructure(
  structure: { readonly offset: number; readonly bytes: Uint8Array },
  strings: Uint8Array,
): TreeNode {
  const { bytes, offset } = structure;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const fail = (reason: string) => damaged(offset + at, reason);
  const cell = () => {
    if (at + 4 > bytes.length) throw fail('ends within its structure');
    at += 4;
    return view.getUint32(at - 4);
  };
  const open: Node[] = [];
  let root: Node | undefined;
  for (;;) {
    const kind = cell();
    const node = open.at(-1);
    if (kind === token.beginNode) {
      const name = textAt(bytes, at);
      if (name === undefined || open.length === mostDepth) throw fail('a node without a name');
      at = aligned(at + name.length + 1);
      const begun: Node = { name, properties: [], children: [] };
      if (node === undefined && root !== undefined) throw fail('a second root');
      root ??= begun;
      node?.children.push(begun);
      open.push(begun);
    } else if (kind === token.endNode) {
      if (open.pop() === undefined) throw fail('an end without a node');
    } else if (kind === token.property) {
      const length = cell();
      const name = textAt(strings, cell());
      if (node === undefined || name === undefined || at + length > bytes.length) {
        throw fail('a property without a node, a name or a value');
      }
      node.properties.push({ name, value: bytes.subarray(at, at + length) });
      at = aligned(at + length);
    } else if (kind === token.end) {
      if (root === undefined || open.length > 0) throw fail('an end within a node');
      return root;
    } else if (kind !== token.nop) throw fail(`the token ${kind}`);
  }
}

/** A string that a zero ends; undefined where none does. */
function textAt(bytes: Uint8Array, offset: number): string | undefined {
  const end = offset < bytes.length ? bytes.indexOf(0, offset) : -1;
  return end === -1 ? undefined : Buffer.from(bytes.subarray(offset, end)).toString('latin1');
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}

function damaged(offset: number, reason: string): FormatError {
  return new FormatError('device-tree', offset, reason);
}
