import { describe, expect, it } from 'vitest';
import { readDeviceTree } from '../../../../src/formats/fdt/read-device-tree.ts';
import { writeDeviceTree } from '../../../../src/formats/fdt/write-device-tree.ts';
import { boardTree, node, tree } from '../../../helpers/device-trees.ts';

const sound = writeDeviceTree(boardTree({ bootargs: 'quiet' }));
/** Where the structure begins, by the header. */
const structureAt = Buffer.from(sound).readUInt32BE(8);

/** The same with other 32-bit words at byte offsets. */
function changed(words: Readonly<Record<number, number>>): Uint8Array {
  const bytes = Buffer.from(sound);
  for (const [offset, word] of Object.entries(words)) bytes.writeUInt32BE(word, Number(offset));
  return new Uint8Array(bytes);
}

describe('readDeviceTree', () => {
  it('passes over padding behind a tree and over tokens that say nothing', () => {
    expect(readDeviceTree(Buffer.concat([sound, Buffer.alloc(1000)]))).toEqual(
      boardTree({ bootargs: 'quiet' }),
    );
    // A kernel erases `rng-seed` like this: the token, the length, the name and the value.
    const erased = tree(node('', { a: new Uint8Array(), b: new Uint8Array() }));
    const bytes = Buffer.from(writeDeviceTree(erased));
    const at = bytes.readUInt32BE(8) + 8;
    for (const word of [0, 4, 8]) bytes.writeUInt32BE(4, at + word);
    expect(readDeviceTree(bytes).root.properties.map(({ name }) => name)).toEqual(['b']);
  });

  it('reads as deep a tree as the kernel, and no deeper', () => {
    const nested = (depth: number) =>
      tree(
        Array.from({ length: depth - 1 }).reduce<ReturnType<typeof node>>(
          (inner) => node('', {}, [inner]),
          node(''),
        ),
      );
    expect(readDeviceTree(writeDeviceTree(nested(64)))).toEqual(nested(64));
    expect(() => readDeviceTree(writeDeviceTree(nested(65)))).toThrow('device-tree');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another magic number', changed({ 0: 1 })],
    ['a size beyond its end', changed({ 4: sound.length + 1 })],
    ['a version before 17', changed({ 20: 16 })],
    ['a version that is not compatible with 17', changed({ 20: 18, 24: 18 })],
    ['a structure beyond its end', changed({ 8: sound.length })],
    ['strings beyond their end', changed({ 32: 0xffff_ffff })],
    ['a structure that is cut off', changed({ 36: 8 })],
    ['reservations without an end', changed({ 16: sound.length - 8 })],
    ['an unknown token', changed({ [structureAt]: 7 })],
    ['an end before any node', changed({ [structureAt]: 2 })],
    ['no node at all', changed({ [structureAt]: 9 })],
    ['a property before any node', changed({ [structureAt]: 3 })],
    ['a value that is longer than the tree', changed({ [structureAt + 12]: 0x7fff_ffff })],
    ['a name outside of the strings', changed({ [structureAt + 16]: 0x7fff_ffff })],
  ])('refuses %s by name', (_, bytes) => {
    expect(() => readDeviceTree(bytes)).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'device-tree' }),
    );
  });
});
