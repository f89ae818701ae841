/**
 * The two ACPI tables that describe a range of RAM as a disk, as firmware does for an image that
 * it has loaded by HTTP: an NFIT with one SPA range (ACPI 6.5, 5.2.25), and an SSDT with the
 * NVDIMM root device (9.20.2), without which Linux's nfit driver has nothing to bind to.
 */

const headerBytes = 36;
const checksumOffset = 9;
/** With the NFIT's own reserved field. */
export const nfitHeaderBytes = headerBytes + 4;
/** The SPA range structure in its first form. */
export const spaBytes = 56;

/** Who made the tables, in their headers. */
const maker = 'WEBBT ';
/** The root device of `writeNvdimmRoot`, as the kernel spells its place. */
export const ownRootPath = '\\_SB_.WBNV';

/** "Volatile virtual disk": 77AB535A-45FC-624B-5560-F7B281D1F96E, in the order in which it is stored. */
const virtualDisk = Uint8Array.of(
  ...[0x5a, 0x53, 0xab, 0x77, 0xfc, 0x45, 0x4b, 0x62],
  ...[0x55, 0x60, 0xf7, 0xb2, 0x81, 0xd1, 0xf9, 0x6e],
);
/** EFI_MEMORY_WB: ordinary, cached RAM. */
const writeBack = 0x8n;

/** `start` and `size` in bytes. */
export function writeNfit(range: { readonly start: number; readonly size: number }): Uint8Array {
  const table = new Uint8Array(nfitHeaderBytes + spaBytes);
  writeHeader(table, { signature: 'NFIT', revision: 1 });
  table.set(writeSpaRange(1, range), nfitHeaderBytes);
  return withChecksum(table);
}

/** A range of RAM as a disk; `index` tells it from the table's others. */
export function writeSpaRange(
  index: number,
  range: { readonly start: number; readonly size: number },
): Uint8Array {
  const bytes = new Uint8Array(spaBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, spaBytes, true);
  view.setUint16(4, index, true);
  bytes.set(virtualDisk, 16);
  view.setBigUint64(32, BigInt(range.start), true);
  view.setBigUint64(40, BigInt(range.size), true);
  view.setBigUint64(48, writeBack, true);
  return bytes;
}

/** Whether webboot made a table. */
export function isOwnTable(table: Uint8Array): boolean {
  return String.fromCharCode(...table.subarray(10, 16)) === maker;
}

/** `Scope (\_SB) { Device (WBNV) { Name (_HID, "ACPI0012") } }` in ACPI machine language (20.2). */
export function writeNvdimmRoot(): Uint8Array {
  const name = [0x08, ...ascii('_HID'), 0x0d, ...ascii('ACPI0012'), 0];
  const device = [0x5b, 0x82, ...withLength([...ascii('WBNV'), ...name])];
  const scope = [0x10, ...withLength([0x5c, ...ascii('_SB_'), ...device])];
  const table = new Uint8Array(headerBytes + scope.length);
  table.set(scope, headerBytes);
  writeHeader(table, { signature: 'SSDT', revision: 2 });
  return withChecksum(table);
}

/** PkgLength counts itself; below 64 it is one byte. */
function withLength(content: readonly number[]): readonly number[] {
  return [content.length + 1, ...content];
}

function writeHeader(
  table: Uint8Array,
  { signature, revision }: { signature: string; revision: number },
): void {
  const view = new DataView(table.buffer);
  table.set(ascii(signature), 0);
  view.setUint32(4, table.length, true);
  table[8] = revision;
  table.set(ascii(maker), 10);
  table.set(ascii('PMEM    '), 16);
  view.setUint32(24, 1, true);
  table.set(ascii('WEBB'), 28);
  view.setUint32(32, 1, true);
}

/** All bytes of a table sum up to 0. */
export function withChecksum(table: Uint8Array): Uint8Array {
  table[checksumOffset] = 0;
  const sum = table.reduce((total, byte) => (total + byte) & 0xff, 0);
  table[checksumOffset] = (0x100 - sum) & 0xff;
  return table;
}

function ascii(text: string): readonly number[] {
  return [...text].map((char) => char.charCodeAt(0));
}
