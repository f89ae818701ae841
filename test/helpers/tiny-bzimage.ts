/**
 * The least that is an x86-64 kernel by its header (Documentation/arch/x86/boot.rst): protocol
 * 2.15, 64-bit entry, 4 KiB of code. With a release, it says that it is this one.
 */
export function tinyBzimage(release?: string): Uint8Array {
  const setupSectors = 4;
  const codeBytes = 4096;
  const bytes = new Uint8Array((setupSectors + 1) * 512 + codeBytes);
  const view = new DataView(bytes.buffer);
  bytes[0x1f1] = setupSectors;
  view.setUint32(0x1f4, codeBytes / 16, true);
  view.setUint16(0x1fe, 0xaa55, true);
  view.setUint32(0x202, 0x48647253);
  view.setUint16(0x206, 0x20f, true);
  bytes[0x211] = 1;
  view.setUint16(0x236, 3, true);
  view.setUint32(0x238, 2047, true);
  view.setUint32(0x260, 1024 * 1024, true);
  if (release !== undefined) {
    view.setUint16(0x20e, bannerAt - 0x200, true);
    bytes.set(new TextEncoder().encode(`${release}\0`), bannerAt);
  }
  return bytes;
}

const bannerAt = 0x400;
