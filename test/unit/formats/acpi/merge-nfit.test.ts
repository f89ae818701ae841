import { describe, expect, it } from 'vitest';
import { mergeNfit } from '../../../../src/formats/acpi/merge-nfit.ts';
import { writeNfit } from '../../../../src/formats/acpi/nvdimm-tables.ts';
import { acpiEntries } from '../../../../src/formats/acpi/table-archive.ts';
import { gibibyte, mebibyte } from '../../../helpers/facts.ts';

const region = { start: 2 * gibibyte, size: 512 * mebibyte };
const cut = { start: 2 * gibibyte, size: 128 * mebibyte };
const nvdimm = { start: 16 * gibibyte, size: gibibyte };

/** A table of somebody else: an NVDIMM with the index 7, and a structure of another type. */
function machineTable(): Uint8Array {
  const table = Buffer.concat([writeNfit(nvdimm), Buffer.from([1, 0, 8, 0, 9, 9, 9, 9])]);
  table.writeUInt32LE(table.length, 4);
  table.write('OTHER ', 10);
  table.writeUInt32LE(41, 24);
  table.writeUInt16LE(7, 44);
  return new Uint8Array(table);
}

/** Type, index and start of each structure. */
function structures(table: Uint8Array) {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const found: (readonly number[])[] = [];
  for (let at = 40; at < table.length; at += view.getUint16(at + 2, true)) {
    const type = view.getUint16(at, true);
    const spa = () => [view.getUint16(at + 4, true), Number(view.getBigUint64(at + 32, true))];
    found.push(type === 0 ? [type, ...spa()] : [type]);
  }
  return found;
}

describe('the table of a machine that has NVDIMMs of its own', () => {
  const merged = mergeNfit(machineTable(), region, []);

  it('has webboot’s region first, by an index of its own, and all that it had behind it', () => {
    expect(structures(merged)).toEqual([[0, 8, region.start], [0, 7, nvdimm.start], [1]]);
  });

  it('takes the place of the machine’s: the same maker, a higher revision, a sound checksum', () => {
    expect(Buffer.from(merged.subarray(10, 16)).toString()).toBe('OTHER ');
    const view = new DataView(merged.buffer);
    expect(view.getUint32(24, true)).toBe(42);
    expect(view.getUint32(4, true)).toBe(merged.length);
    expect(merged.reduce((sum, byte) => (sum + byte) % 256, 0)).toBe(0);
  });

  it('loses the region of an earlier kernel, and nothing else', () => {
    expect(structures(mergeNfit(merged, cut, [region]))).toEqual([
      [0, 8, cut.start],
      [0, 7, nvdimm.start],
      [1],
    ]);
  });

  it.each([
    ['another signature', Buffer.from('XSDT').toString(), machineTable().length],
    ['a structure that is cut short', 'NFIT', 60],
    ['no header', 'NFIT', 20],
  ])('is refused by name with %s', (_, signature, length) => {
    const table = machineTable().subarray(0, length);
    table.set(Buffer.from(signature));
    expect(() => mergeNfit(table, region, [])).toThrow(
      expect.objectContaining({ name: 'FormatError', format: 'nfit' }),
    );
  });

  it('is refused with a structure of no length, which would have no end', () => {
    const table = machineTable();
    table[42] = 0;
    expect(() => mergeNfit(table, region, [])).toThrow('nfit');
  });
});

describe('the tables in front of an initramfs', () => {
  const names = (...host: Parameters<typeof acpiEntries>) =>
    acpiEntries(...host).map(({ path }) => path.replace('kernel/firmware/acpi/', ''));

  it('bring a root device for NVDIMMs unless the machine has one that goes by the table', () => {
    expect(names(region, { ownRegions: [] })).toEqual(['nfit.aml', 'nvdimm-root.aml']);
    const nvdimms = { table: machineTable(), root: 'by-table' } as const;
    expect(names(region, { ownRegions: [], nvdimms })).toEqual(['nfit.aml']);
    expect(names(region, { ownRegions: [], nvdimms: { root: 'by-table' } })).toEqual(['nfit.aml']);
  });

  it('tell of webboot’s region alone where the machine’s root lists the others by its method', () => {
    const nvdimms = { table: machineTable(), root: 'by-method' } as const;
    const host = { ownRegions: [], nvdimms };
    expect(names(region, host)).toEqual(['nfit.aml', 'nvdimm-root.aml']);
    const [nfit] = acpiEntries(region, host);
    const data = nfit?.kind === 'file' ? nfit.data : new Uint8Array();
    expect(structures(data)).toEqual([[0, 1, region.start]]);
    expect(Buffer.from(data.subarray(10, 16)).toString()).toBe('OTHER ');
    expect(data.reduce((sum, byte) => (sum + byte) % 256, 0)).toBe(0);
  });
});
