import { FormatError } from '../../errors.ts';

const sectionHeaderSize = { 32: 40, 64: 64 } as const;

interface Section {
  readonly nameOffset: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/**
 * The bytes of a named section of a little-endian ELF file of either class; undefined where there
 * is no such section. Source: System V ABI, chapter 4 (object files), with the escapes for more
 * than 65,279 sections.
 */
export function findElfSection(bytes: Uint8Array, name: string): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = readClass(bytes);
  const headerEnd = bits === 64 ? 64 : 52;
  if (bytes.length < headerEnd) throw new FormatError('elf', 0, 'header is cut short');
  const tableOffset = bits === 64 ? readU64(view, 0x28) : view.getUint32(0x20, true);
  const fields = bits === 64 ? 0x3a : 0x2e;
  const entrySize = view.getUint16(fields, true);
  if (tableOffset === 0) return undefined;
  if (entrySize < sectionHeaderSize[bits]) {
    throw new FormatError('elf', fields, `section headers of ${entrySize} bytes`);
  }
  const section = (index: number) =>
    readSection(bytes, view, { bits, offset: tableOffset + index * entrySize });
  const count = view.getUint16(fields + 2, true) || section(0).size;
  const namesIndex = view.getUint16(fields + 4, true);
  const names = section(namesIndex === 0xffff ? section(0).link : namesIndex);
  const namesEnd = Math.min(names.offset + names.size, bytes.length);
  for (let index = 1; index < count; index += 1) {
    const candidate = section(index);
    if (!hasName(bytes, names.offset + candidate.nameOffset, { end: namesEnd, name })) continue;
    if (candidate.offset + candidate.size > bytes.length) {
      throw new FormatError('elf', candidate.offset, `section ${name} reaches past the end`);
    }
    return bytes.subarray(candidate.offset, candidate.offset + candidate.size);
  }
  return undefined;
}

function readClass(bytes: Uint8Array): 32 | 64 {
  if (bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) {
    throw new FormatError('elf', 0, 'no ELF file');
  }
  if (bytes[5] !== 1) throw new FormatError('elf', 5, 'only little-endian files are read');
  if (bytes[4] === 1) return 32;
  if (bytes[4] === 2) return 64;
  throw new FormatError('elf', 4, `unknown class ${bytes[4]}`);
}

function readSection(
  bytes: Uint8Array,
  view: DataView,
  at: { bits: 32 | 64; offset: number },
): Section {
  const { bits, offset } = at;
  if (offset + sectionHeaderSize[bits] > bytes.length) {
    throw new FormatError('elf', offset, 'section header lies past the end');
  }
  const nameOffset = view.getUint32(offset, true);
  return bits === 64
    ? {
        nameOffset,
        offset: readU64(view, offset + 24),
        size: readU64(view, offset + 32),
        link: view.getUint32(offset + 40, true),
      }
    : {
        nameOffset,
        offset: view.getUint32(offset + 16, true),
        size: view.getUint32(offset + 20, true),
        link: view.getUint32(offset + 24, true),
      };
}

function readU64(view: DataView, offset: number): number {
  const value = view.getBigUint64(offset, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new FormatError('elf', offset, `absurd size ${value}`);
  }
  return Number(value);
}

function hasName(bytes: Uint8Array, start: number, want: { end: number; name: string }): boolean {
  if (start + want.name.length >= want.end) return false;
  for (let index = 0; index < want.name.length; index += 1) {
    if (bytes[start + index] !== want.name.charCodeAt(index)) return false;
  }
  return bytes[start + want.name.length] === 0;
}
