import { describe, expect, it } from 'vitest';
import {
  childOf,
  type DeviceTree,
  propertyOf,
  readRanges,
  saysString,
  type TreeNode,
} from '../../../../src/core/machine/device-tree.ts';
import { firmwareOf } from '../../../../src/core/machine/firmware.ts';
import { markedRegions, markTree } from '../../../../src/core/machine/mark-tree.ts';
import { boardTree, cells, node, stubTree, tree } from '../../../helpers/device-trees.ts';
import { gibibyte, mebibyte } from '../../../helpers/facts.ts';

const region = { start: 2 * gibibyte, size: 512 * mebibyte };
const narrower = { start: 2 * gibibyte, size: 128 * mebibyte };
const wide = { address: 2, size: 2 };

function marked(...[of, at, firmware]: Parameters<typeof markTree>): DeviceTree {
  const result = markTree(of, at, firmware);
  return result ?? expect.unreachable('the tree cannot say it');
}

function memoryOf({ root }: DeviceTree) {
  const memory = root.children.filter(({ name }) => name.startsWith('memory'));
  return memory.map((child) => readRanges(propertyOf(child, 'reg'), wide));
}

function reservedIn({ root }: DeviceTree): readonly TreeNode[] {
  return childOf(root, 'reserved-memory')?.children ?? [];
}

describe('a tree with memory set aside', () => {
  it('has it as reserved memory without a mapping on machines that go by ACPI, and nothing more', () => {
    const result = marked(stubTree(), region, 'acpi');
    expect(result.root.children.map(({ name }) => name)).toEqual(['chosen', 'reserved-memory']);
    const [mark] = reservedIn(result);
    expect(mark?.name).toBe('webboot@80000000');
    expect(mark && propertyOf(mark, 'no-map')).toEqual(new Uint8Array());
    // The stub has none, without which the kernel cannot read `reg`.
    expect(propertyOf(result.root, '#address-cells')).toEqual(cells(2));
    const memory = childOf(result.root, 'reserved-memory');
    expect(memory && propertyOf(memory, 'ranges')).toEqual(new Uint8Array());
  });

  it('has it as persistent memory too where UEFI tells what memory there is', () => {
    const result = marked(boardTree(), region, 'uefi-tree');
    const [first] = result.root.children;
    expect(first?.name).toBe('webboot@80000000');
    expect(first && saysString(first, 'compatible', 'pmem-region')).toBe(true);
    expect(reservedIn(result)).toHaveLength(1);
    expect(memoryOf(result)).toEqual(memoryOf(boardTree()));
  });

  it('does not tell of it as memory where nothing but the tree does', () => {
    const result = marked(boardTree(), region, 'tree');
    expect(memoryOf(result)).toEqual([
      [
        { start: gibibyte, size: gibibyte },
        { start: 2.5 * gibibyte, size: 1.5 * gibibyte },
      ],
    ]);
    expect(reservedIn(result)).toEqual([]);
    expect(result.root.children[0]?.name).toBe('webboot@80000000');
  });

  it.each(['acpi', 'uefi-tree', 'tree'] as const)(
    'is recognized again on machines with %s',
    (firmware) => {
      const of = firmware === 'acpi' ? stubTree() : boardTree();
      const first = marked(of, region, firmware);
      expect(markedRegions(of)).toEqual([]);
      expect(markedRegions(first)).toEqual([region]);
      const cut = marked(first, narrower, firmware);
      expect(markedRegions(cut)).toEqual([narrower]);
      expect(cut).toEqual(marked(of, narrower, firmware));
      const back = marked(cut, undefined, firmware);
      expect(markedRegions(back)).toEqual([]);
      expect(memoryOf(back)).toEqual(memoryOf(of));
      expect(back.root.children.map(({ name }) => name)).toEqual(
        of.root.children.map(({ name }) => name),
      );
    },
  );

  it('keeps the reserved memory of others', () => {
    const board = boardTree();
    const firmwares = node(
      'reserved-memory',
      { '#address-cells': cells(2), '#size-cells': cells(2) },
      [
        node('secure@e000000', {
          reg: cells(0, 0xe00_0000, 0, 0x10_0000),
          'no-map': new Uint8Array(),
        }),
      ],
    );
    const of = tree({ ...board.root, children: [...board.root.children, firmwares] });
    const result = marked(of, region, 'uefi-tree');
    expect(reservedIn(result).map(({ name }) => name)).toEqual([
      'secure@e000000',
      'webboot@80000000',
    ]);
    expect(reservedIn(marked(result, undefined, 'uefi-tree'))).toEqual(firmwares.children);
  });

  it('takes nothing for webboot’s own that has another name, no mark, or no range', () => {
    const reg = cells(0, 0x9000_0000, 0, 0x1000_0000);
    const others = [
      node('pmem@90000000', { reg, compatible: 'pmem-region' }),
      node('webbooting@90000000', { reg, compatible: 'pmem-region' }),
      node('webboot@90000000', { reg }),
      node('webboot@a0000000', { compatible: 'pmem-region', reg: cells(0, 1, 0) }),
      node('webboot@b0000000', { compatible: 'pmem-region', reg: cells(0, 1, 0, 0) }),
      node('webboot@c0000000', { compatible: 'pmem-region' }),
    ];
    const { root } = boardTree();
    expect(markedRegions(tree({ ...root, children: [...root.children, ...others] }))).toEqual([]);
  });

  it('is cut out of as many ranges and nodes as it lies in', () => {
    const { root } = boardTree();
    const two = tree({
      ...root,
      children: [
        node('memory@0', { device_type: 'memory', reg: cells(0, 0, 0, 0x4000_0000) }),
        ...root.children,
      ],
    });
    const across = { start: gibibyte - 2 * mebibyte, size: 4 * mebibyte };
    const result = marked(two, across, 'tree');
    expect(memoryOf(result)).toEqual([
      [{ start: 0, size: gibibyte - 2 * mebibyte }],
      [{ start: gibibyte + 2 * mebibyte, size: 3 * gibibyte - 2 * mebibyte }],
    ]);
  });

  it.each([
    ['does not tell of all of it', boardTree(), { start: 3.75 * gibibyte, size: gibibyte }],
    ['has too few cells for it', narrowTree(), { start: 8 * gibibyte, size: gibibyte }],
    ['has cells that no number holds', oddTree(), region],
  ])('is not made where the tree %s', (_, of, at) => {
    expect(markTree(of, at, 'tree')).toBeUndefined();
  });
});

function narrowTree(): DeviceTree {
  return tree(node('', { '#address-cells': cells(1), '#size-cells': cells(1) }));
}

function oddTree(): DeviceTree {
  return tree(node('', { '#address-cells': cells(3), '#size-cells': cells(1) }));
}

describe('the seed of the next kernel’s address randomization', () => {
  it.each([
    ['spent', { 'kaslr-seed': new Uint8Array(8) }],
    ['unspent', { 'kaslr-seed': Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }],
    ['absent', {}],
  ])('is a place of zeros for kexec to fill, where one was %s', (_, chosen) => {
    const { root } = marked(boardTree({ bootargs: 'quiet', ...chosen }), undefined, 'tree');
    const after = childOf(root, 'chosen');
    expect(after && propertyOf(after, 'kaslr-seed')).toEqual(new Uint8Array(8));
    expect(after && saysString(after, 'bootargs', 'quiet')).toBe(true);
  });
});

describe('what describes a machine to its kernel', () => {
  it('is told by the tables in use and by what the EFI stub leaves', () => {
    expect(firmwareOf(stubTree(), true)).toBe('acpi');
    expect(firmwareOf(boardTree({ 'linux,uefi-system-table': cells(1, 2) }), false)).toBe(
      'uefi-tree',
    );
    expect(firmwareOf(boardTree(), false)).toBe('tree');
    expect(firmwareOf(undefined, false)).toBe('tree');
  });
});
