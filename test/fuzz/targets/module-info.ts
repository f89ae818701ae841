import { readModuleInfo } from '../../../src/formats/modules/module-info.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'module-info',
  async seeds() {
    return [elf64('license=GPL\0depends=libnvdimm\0name=nd_pmem\0vermagic=6.12.48 SMP \0')];
  },
  run(bytes) {
    readModuleInfo(bytes);
  },
};

/** What a linker writes for a relocatable file of one section besides the names. */
function elf64(modinfo: string): Uint8Array {
  const names = '\0.modinfo\0.shstrtab\0';
  const content = new TextEncoder().encode(modinfo + names);
  const tableAt = 64 + content.length;
  const bytes = new Uint8Array(tableAt + 3 * 64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.set(content, 64);
  view.setBigUint64(0x28, BigInt(tableAt), true);
  view.setUint16(0x3a, 64, true);
  view.setUint16(0x3c, 3, true);
  view.setUint16(0x3e, 2, true);
  const sections = [
    { name: 1, offset: 64, size: modinfo.length },
    { name: 10, offset: 64 + modinfo.length, size: names.length },
  ];
  for (const [index, { name, offset, size }] of sections.entries()) {
    const header = tableAt + (index + 1) * 64;
    view.setUint32(header, name, true);
    view.setBigUint64(header + 24, BigInt(offset), true);
    view.setBigUint64(header + 32, BigInt(size), true);
  }
  return bytes;
}
