/**
 * The two ACPI tables that describe a range of RAM as a disk, as firmware does for an image that
 * it has loaded by HTTP: an NFIT with one SPA range (ACPI 6.5, 5.2.25), and an SSDT with the
 * NVDIMM root device (9.20.2), without which Linux's nfit driver has nothing to bind to.
 */

const headerBytes = 36;
const checksumOffset = 9;
/** NFIT header's own reserved field, and the SPA range structure of its first form. */
const nfitBytes = headerBytes + 4 + 56;

/** "Volatile virtual disk": 77AB535A-45FC-624B-5560-F7B281D1F96E, in the order in which it is stored. */
const virtualDisk = Uint8Array.of(
  ...[0x5a, 0x53, 0xab, 0x77, 0xfc, 0x45, 0x4b, 0x62],
  ...[0x55, 0x60, 0xf7, 0xb2, 0x81, 0xd1, 0xf9, 0x6e],
);
/** EFI_MEMORY_WB: ordinary, cached RAM. */
const writeBack = 0x8n;

/** `start` and `size` in bytes. */
export function writeNfit(range: { readonly start: number; readonly size: number }): Uint8Array {
  const table = new Uint8Array(nfitBytes);
  const view = new DataView(table.buffer);
  writeHeader(table, { signature: 'NFIT', revision: 1 });
  const spa = headerBytes + 4;
  view.setUint16(spa, 0, true);
  view.setUint16(spa + 2, 56, true);
  view.setUint16(spa + 4, 1, true);
  table.set(virtualDisk, spa + 16);
  view.setBigUint64(spa + 32, BigInt(range.start), true);
  view.setBigUint64(spa + 40, BigInt(range.size), true);
  view.setBigUint64(spa + 48, writeBack, true);
  return withChecksum(table);
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
  table.set(ascii('WEBBT '), 10);
  table.set(ascii('PMEM    '), 16);
  view.setUint32(24, 1, true);
  table.set(ascii('WEBB'), 28);
  view.setUint32(32, 1, true);
}

/** All bytes of a table sum up to 0. */
function withChecksum(table: Uint8Array): Uint8Array {
  const sum = table.reduce((total, byte) => (total + byte) & 0xff, 0);
  table[checksumOffset] = (0x100 - sum) & 0xff;
  return table;
}

function ascii(text: string): readonly number[] {
  return [...text].map((char) => char.charCodeAt(0));
}
