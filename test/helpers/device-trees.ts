import type { DeviceTree, TreeNode } from '../../src/core/machine/device-tree.ts';

/** Cells as a device tree has them: 32 bits, big-endian. */
export function cells(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return new Uint8Array(bytes);
}

export function node(
  name: string,
  properties: Readonly<Record<string, Uint8Array | string>> = {},
  children: readonly TreeNode[] = [],
): TreeNode {
  return {
    name,
    properties: Object.entries(properties).map(([key, value]) => ({
      name: key,
      value: typeof value === 'string' ? new TextEncoder().encode(`${value}\0`) : value,
    })),
    children,
  };
}

export function tree(root: TreeNode): DeviceTree {
  return { reserved: [], bootProcessor: 0, root };
}

const wide = { '#address-cells': cells(2), '#size-cells': cells(2) };

/** A board with 3 GiB of RAM from 1 GiB on, in one memory node. */
export function boardTree(chosen: Readonly<Record<string, Uint8Array | string>> = {}): DeviceTree {
  return tree(
    node('', { ...wide, compatible: 'linux,dummy-virt' }, [
      node('memory@40000000', {
        device_type: 'memory',
        reg: cells(0, 0x4000_0000, 0, 0xc000_0000),
      }),
      node('chosen', chosen),
      node('cpus', { '#address-cells': cells(1), '#size-cells': cells(0) }, [node('cpu@0')]),
    ]),
  );
}

/** What the kernel's EFI stub makes on a machine that goes by ACPI. */
export function stubTree(): DeviceTree {
  return tree(node('', {}, [node('chosen', { 'linux,uefi-system-table': cells(1, 2) })]));
}
