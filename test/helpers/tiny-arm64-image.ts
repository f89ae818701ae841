/** The least that is an arm64 Image by its header (Documentation/arch/arm64/booting.rst). */
export function tinyArm64Image(): Uint8Array {
  const bytes = new Uint8Array(64 * 1024);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(16, BigInt(bytes.length), true);
  view.setBigUint64(24, 0b1010n, true);
  view.setUint32(56, 0x41524d64);
  return bytes;
}
