import { describe, expect, it } from 'vitest';
import { writeNfit, writeNvdimmRoot } from '../../../../src/formats/acpi/nvdimm-tables.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe.each([
  ['NFIT', writeNfit({ start: 2 ** 32, size: 2 ** 28 })],
  ['SSDT', writeNvdimmRoot()],
])('the table %s', (signature, table) => {
  it('has its length and a checksum that makes all bytes sum up to zero', () => {
    const view = new DataView(table.buffer);
    expect(text(table.subarray(0, 4))).toBe(signature);
    expect(view.getUint32(4, true)).toBe(table.length);
    expect(table.reduce((sum, byte) => (sum + byte) % 256, 0)).toBe(0);
  });
});

it('the NFIT has one range of a volatile virtual disk, above 4 GiB too', () => {
  const table = writeNfit({ start: 0x1_8000_0000, size: 0x4000_0000 });
  const view = new DataView(table.buffer, 40);
  expect([view.getUint16(0, true), view.getUint16(2, true)]).toEqual([0, 56]);
  expect(Buffer.from(table.subarray(56, 72)).toString('hex')).toBe(
    '5a53ab77fc454b625560f7b281d1f96e',
  );
  expect(view.getBigUint64(32, true)).toBe(0x1_8000_0000n);
  expect(view.getBigUint64(40, true)).toBe(0x4000_0000n);
});

it('the SSDT nests its lengths: the device in the scope, the name in the device', () => {
  const aml = writeNvdimmRoot().subarray(36);
  expect(aml[0]).toBe(0x10);
  expect(aml[1]).toBe(aml.length - 1);
  const device = text(aml).indexOf('\x5b\x82');
  expect(aml[device + 2]).toBe(aml.length - device - 2);
  expect(text(aml)).toContain('ACPI0012\0');
});
