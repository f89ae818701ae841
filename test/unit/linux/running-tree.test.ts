import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeDeviceTree } from '../../../src/formats/fdt/write-device-tree.ts';
import { readRunningTree } from '../../../src/linux/running-tree.ts';
import { boardTree } from '../../helpers/device-trees.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('reads the tree that the boot loader handed over', () => {
  const path = join(root, 'fdt');
  writeFileSync(path, writeDeviceTree(boardTree()));
  expect(readRunningTree(path)).toEqual(boardTree());
});

it('has none where there is none, or one that cannot be read', () => {
  expect(readRunningTree(join(root, 'absent'))).toBeUndefined();
  writeFileSync(join(root, 'odd'), 'not a tree');
  expect(readRunningTree(join(root, 'odd'))).toBeUndefined();
});
