import { describe, expect, it } from 'vitest';
import { parseReservedRegion } from '../../../../src/formats/fdt/reserved-region.ts';

/** Cells as a device tree has them: 32 bits, big-endian. */
function cells(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
const wide = { addressCells: cells(2), sizeCells: cells(2) };

describe('a region of reserved memory in the device tree', () => {
  it('is read with one and with two cells', () => {
    expect(parseReservedRegion({ ...wide, reg: cells(1, 0x9000_0000, 0, 0x2000_0000) })).toEqual({
      start: 0x1_9000_0000,
      size: 0x2000_0000,
    });
    const narrow = { addressCells: cells(1), sizeCells: cells(1) };
    expect(parseReservedRegion({ ...narrow, reg: cells(0x9000_0000, 0x1000) })).toEqual({
      start: 0x9000_0000,
      size: 0x1000,
    });
  });

  it.each([
    ['no reg', { ...wide, reg: new Uint8Array() }],
    ['half a reg', { ...wide, reg: cells(0, 1, 0) }],
    ['no size', { ...wide, reg: cells(0, 1, 0, 0) }],
    ['an end beyond all memory', { ...wide, reg: cells(0xffff_ffff, 0, 0xffff_ffff, 0) }],
    ['no number of cells', { ...wide, addressCells: new Uint8Array(), reg: cells(0, 1, 0, 1) }],
    ['more cells than a number has', { ...wide, sizeCells: cells(3), reg: cells(0, 1, 0, 0, 1) }],
  ])('is refused by name with %s', (_, node) => {
    expect(() => parseReservedRegion(node)).toThrow(
      expect.objectContaining({ name: 'FormatError' }),
    );
  });
});
