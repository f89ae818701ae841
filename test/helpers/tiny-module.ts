/** A 64-bit ELF file of three sections (none, .modinfo, .shstrtab): all that is read of a module. */
export function tinyModule({
  name,
  vermagic,
  depends = '',
}: {
  name: string;
  vermagic: string;
  depends?: string;
}): Uint8Array {
  const modinfo = Buffer.from(
    `license=GPL\0depends=${depends}\0name=${name}\0vermagic=${vermagic} SMP mod_unload \0`,
  );
  const names = Buffer.from('\0.modinfo\0.shstrtab\0');
  const head = Buffer.alloc(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeUInt16LE(1, 16);
  head.writeUInt16LE(62, 18);
  head.writeUInt32LE(1, 20);
  head.writeBigUInt64LE(BigInt(64 + modinfo.length + names.length), 40);
  head.writeUInt16LE(64, 52);
  head.writeUInt16LE(64, 58);
  head.writeUInt16LE(3, 60);
  head.writeUInt16LE(2, 62);
  const section = (nameAt: number, type: number, offset: number, size: number) => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32LE(nameAt, 0);
    bytes.writeUInt32LE(type, 4);
    bytes.writeBigUInt64LE(BigInt(offset), 24);
    bytes.writeBigUInt64LE(BigInt(size), 32);
    return bytes;
  };
  return Buffer.concat([
    ...[head, modinfo, names, section(0, 0, 0, 0)],
    section(1, 1, 64, modinfo.length),
    section(10, 3, 64 + modinfo.length, names.length),
  ]);
}
