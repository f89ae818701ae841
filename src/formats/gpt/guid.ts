/** A GUID's 16 bytes as text: its first three fields are little-endian (UEFI, appendix A). */
export function readGuid(bytes: Uint8Array): string {
  const hex = (order: readonly number[]) =>
    order.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0')).join('');
  return fields.map(hex).join('-');
}

/** The inverse of `readGuid`; throws RangeError for what is no GUID. */
export function guidBytes(text: string): Uint8Array {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw new RangeError(`"${text}" is no GUID`);
  }
  const digits = text.replaceAll('-', '');
  const bytes = new Uint8Array(16);
  for (const [index, at] of fields.flat().entries()) {
    bytes[at] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

const fields = [
  [3, 2, 1, 0],
  [5, 4],
  [7, 6],
  [8, 9],
  [10, 11, 12, 13, 14, 15],
] as const;
