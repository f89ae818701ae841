const elfMagic = [0x7f, 0x45, 0x4c, 0x46];
const class64 = 2;
const littleEndian = 1;
/** Program header types of elf(5). */
const interpreterSegment = 3;

/**
 * Whether a program for 64-bit little-endian machines runs without an interpreter and libraries:
 * none of its program headers is PT_INTERP. False for what is no such program.
 */
export function isStaticProgram(bytes: Uint8Array): boolean {
  if (bytes.length < 64 || elfMagic.some((byte, index) => bytes[index] !== byte)) return false;
  if (bytes[4] !== class64 || bytes[5] !== littleEndian) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = Number(view.getBigUint64(32, true));
  const entryBytes = view.getUint16(54, true);
  const count = view.getUint16(56, true);
  if (count === 0 || entryBytes < 56 || table + count * entryBytes > bytes.length) return false;
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(table + index * entryBytes, true) === interpreterSegment) return false;
  }
  return true;
}
