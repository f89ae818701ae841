const header = 0x80;
const optionalBytes = 240;
const alignment = 512;

/**
 * The least that is an EFI program with sections, in their order; several may have one name. What
 * objcopy and ukify write has the same form.
 */
export function peProgram(
  sections: readonly (readonly [name: string, content: string | Uint8Array])[],
): Uint8Array {
  const contents = sections.map(([, content]) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );
  const aligned = (size: number) => Math.ceil(size / alignment) * alignment;
  const first = aligned(header + 24 + optionalBytes + 40 * sections.length);
  const total = contents.reduce((sum, { length }) => sum + aligned(length), first);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, header, true);
  view.setUint32(header, 0x50450000);
  view.setUint16(header + 4, 0x8664, true);
  view.setUint16(header + 6, sections.length, true);
  view.setUint16(header + 20, optionalBytes, true);
  view.setUint16(header + 24, 0x20b, true);
  let offset = first;
  sections.forEach(([name], index) => {
    const at = header + 24 + optionalBytes + 40 * index;
    const content = contents[index] ?? new Uint8Array();
    bytes.set(new TextEncoder().encode(name), at);
    view.setUint32(at + 8, content.length, true);
    view.setUint32(at + 16, aligned(content.length), true);
    view.setUint32(at + 20, offset, true);
    bytes.set(content, offset);
    offset += aligned(content.length);
  });
  return bytes;
}
