import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMarkedRegions } from '../../../src/linux/marked-regions.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-tree-'));
  for (const name of ['#address-cells', '#size-cells']) {
    writeFileSync(join(root, name), Buffer.from([0, 0, 0, 1]));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function node(name: string, reg: readonly number[]): void {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'reg'), Buffer.from(reg));
}

it('takes only nodes of webboot’s own name for its own memory', () => {
  node('webboot@90000000', [0x90, 0, 0, 0, 0x10, 0, 0, 0]);
  node('pmem@a0000000', [0xa0, 0, 0, 0, 0x10, 0, 0, 0]);
  node('webbooting@b0000000', [0xb0, 0, 0, 0, 0x10, 0, 0, 0]);
  expect(readMarkedRegions(root)).toEqual([{ start: 0x9000_0000, size: 0x1000_0000 }]);
});

it('takes nothing for its own that it cannot read', () => {
  node('webboot@90000000', [0x90, 0, 0]);
  mkdirSync(join(root, 'webboot@a0000000'));
  expect(readMarkedRegions(root)).toEqual([]);
  expect(readMarkedRegions(join(root, 'absent'))).toEqual([]);
});
