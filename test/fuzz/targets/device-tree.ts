import { isDeepStrictEqual } from 'node:util';
import { firmwareOf } from '../../../src/core/machine/firmware.ts';
import { markedRegions, markTree } from '../../../src/core/machine/mark-tree.ts';
import { readDeviceTree } from '../../../src/formats/fdt/read-device-tree.ts';
import { writeDeviceTree } from '../../../src/formats/fdt/write-device-tree.ts';
import { boardTree, stubTree } from '../../helpers/device-trees.ts';
import type { FuzzTarget } from '../target.ts';

const region = { start: 2 ** 31, size: 2 ** 29 };

export const target: FuzzTarget = {
  name: 'device-tree',
  async seeds() {
    const trees = [boardTree(), stubTree(), markTree(boardTree(), region, 'tree')];
    return trees.flatMap((tree) => (tree === undefined ? [] : writeDeviceTree(tree)));
  },
  run(bytes) {
    const tree = readDeviceTree(bytes);
    if (!isDeepStrictEqual(readDeviceTree(writeDeviceTree(tree)), tree)) {
      throw new Error('a tree is not read as it was written');
    }
    const marked = markTree(tree, region, firmwareOf(tree, false));
    if (marked === undefined) return;
    if (!isDeepStrictEqual(markedRegions(marked), [region])) {
      throw new Error('the region is not recognized');
    }
  },
};
