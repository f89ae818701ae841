import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeviceTree, TreeNode } from '../../src/core/machine/device-tree.ts';
import { markTree } from '../../src/core/machine/mark-tree.ts';
import { readDeviceTree } from '../../src/formats/fdt/read-device-tree.ts';
import { writeDeviceTree } from '../../src/formats/fdt/write-device-tree.ts';
import { boardTree, stubTree } from '../helpers/device-trees.ts';

/** dtc(1): blobs from text and text from blobs, without its opinions on what they say. */
function dtc(from: 'dtb' | 'dts', to: 'dtb' | 'dts', input: Uint8Array): Uint8Array {
  const { status, stdout, stderr } = spawnSync('dtc', ['-q', '-I', from, '-O', to], { input });
  expect(status, stderr.toString()).toBe(0);
  return new Uint8Array(stdout);
}

const name = fc.stringMatching(/^[a-z][a-z0-9,._+-]{0,12}$/);
const value = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.stringMatching(/^[ -~]{1,20}$/).map((text) => new TextEncoder().encode(`${text}\0`)),
);
const properties = fc.uniqueArray(fc.record({ name, value }), {
  maxLength: 4,
  selector: (property) => property.name,
});
const nodeOf = (depth: number): fc.Arbitrary<TreeNode> =>
  fc.record({
    name,
    properties,
    children:
      depth === 0
        ? fc.constant([])
        : fc.uniqueArray(nodeOf(depth - 1), { maxLength: 3, selector: (child) => child.name }),
  });
const trees: fc.Arbitrary<DeviceTree> = fc.record({
  reserved: fc.array(
    fc.record({ address: fc.bigInt(0n, 2n ** 64n - 1n), size: fc.bigInt(1n, 2n ** 64n - 1n) }),
    { maxLength: 3 },
  ),
  bootProcessor: fc.nat(),
  root: nodeOf(4).map((root) => ({ ...root, name: '' })),
});

test('dtc reads what is written, and what it writes of it is read as the same tree', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const written = writeDeviceTree(tree);
      expect(readDeviceTree(written)).toEqual(tree);
      const text = dtc('dtb', 'dts', written);
      const again = readDeviceTree(dtc('dts', 'dtb', text));
      expect({ ...again, bootProcessor: tree.bootProcessor }).toEqual(tree);
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['acpi', stubTree()],
  ['uefi-tree', boardTree()],
  ['tree', boardTree()],
] as const)(
  'dtc reads the tree of a machine with %s whose memory is set aside',
  (firmware, tree) => {
    const marked = markTree(tree, { start: 2 ** 31, size: 2 ** 29 }, firmware);
    if (marked === undefined) return expect.unreachable('the tree can say it');
    const text = new TextDecoder().decode(dtc('dtb', 'dts', writeDeviceTree(marked)));
    expect(text).toContain('webboot@80000000 {');
    expect(text).toContain('reg = <0x00 0x80000000 0x00 0x20000000>');
  },
);
