import type { DeviceTree, TreeNode } from '../../core/machine/device-tree.ts';
import {
  compatibleVersion,
  headerBytes,
  magic,
  reservationBytes,
  token,
  version,
} from './layout.ts';

/**
 * A flattened device tree of version 17 (Devicetree Specification 0.4, chapter 5): header, memory
 * reservations, structure, strings. Names are written as they were read, a byte a character.
 */
export function writeDeviceTree({ reserved, bootProcessor, root }: DeviceTree): Uint8Array {
  const strings = createStrings();
  const parts: Uint8Array[] = [];
  writeNode(root, parts, strings);
  parts.push(cells(token.end));
  const structure = Buffer.concat(parts);
  const reservations = Buffer.alloc((reserved.length + 1) * reservationBytes);
  for (const [index, { address, size }] of reserved.entries()) {
    reservations.writeBigUInt64BE(address, index * reservationBytes);
    reservations.writeBigUInt64BE(size, index * reservationBytes + 8);
  }
  const text = strings.bytes();
  const structureAt = headerBytes + reservations.length;
  const textAt = structureAt + structure.length;
  const header = cells(
    ...[magic, textAt + text.length, structureAt, textAt, headerBytes],
    ...[version, compatibleVersion, bootProcessor, text.length, structure.length],
  );
  return Buffer.concat([header, reservations, structure, text]);
}

type Strings = ReturnType<typeof createStrings>;

function writeNode(node: TreeNode, parts: Uint8Array[], strings: Strings): void {
  parts.push(cells(token.beginNode), padded(Buffer.from(`${node.name}\0`, 'latin1')));
  for (const { name, value } of node.properties) {
    parts.push(cells(token.property, value.length, strings.offsetOf(name)), padded(value));
  }
  for (const child of node.children) writeNode(child, parts, strings);
  parts.push(cells(token.endNode));
}

/** Each name once. */
function createStrings() {
  const offsets = new Map<string, number>();
  let size = 0;
  return {
    offsetOf(name: string): number {
      const known = offsets.get(name);
      if (known !== undefined) return known;
      const offset = size;
      offsets.set(name, offset);
      size += name.length + 1;
      return offset;
    },
    bytes: () => Buffer.from([...offsets.keys()].map((name) => `${name}\0`).join(''), 'latin1'),
  };
}

function cells(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4);
}
