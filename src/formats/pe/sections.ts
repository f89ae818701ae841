import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { subAccess } from '../random-access.ts';

/** A section of an EFI program, as its file holds it. */
export interface PeSection {
  /** At most eight characters: ".linux". */
  readonly name: string;
  readonly content: RandomAccess;
}

const headerBytes = 4096;
const sectionBytes = 40;
/** The format's own limit for images. */
const mostSections = 96;

/**
 * The sections of an EFI program in the table's order; undefined for what is none. A section ends
 * where its virtual size does, which is what programs see of it. Source: Microsoft's PE format
 * specification, "Section Table (Section Headers)". Throws FormatError 'pe' for a section that
 * reaches past the file's end. With `having`, a program without a section of that name is none, whole
 * or not.
 */
export async function readPeSections(
  file: RandomAccess,
  { having, ...options }: { readonly having?: string; readonly signal?: AbortSignal } = {},
): Promise<readonly PeSection[] | undefined> {
  const start = await file.read(0, headerBytes, options);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length < 64 || view.getUint16(0) !== 0x4d5a) return undefined;
  const header = view.getUint32(0x3c, true);
  if (header + 24 > start.length || view.getUint32(header) !== 0x50450000) return undefined;
  const count = view.getUint16(header + 6, true);
  if (count > mostSections) throw new FormatError('pe', header + 6, `${count} sections`);
  const table = header + 24 + view.getUint16(header + 20, true);
  const bytes = await file.read(table, count * sectionBytes, options);
  if (bytes.length < count * sectionBytes) {
    throw new FormatError('pe', table, 'ends within its section table');
  }
  const rows = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * sectionBytes, (index + 1) * sectionBytes),
  );
  if (having !== undefined && rows.every((row) => sectionName(row) !== having)) return undefined;
  return rows.map((row, index) => readSection(row, table + index * sectionBytes, file));
}

function sectionName(row: Uint8Array): string {
  return /^[\x21-\x7e]*/.exec(String.fromCharCode(...row.subarray(0, 8)))?.[0] ?? '';
}

function readSection(bytes: Uint8Array, at: number, file: RandomAccess): PeSection {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = sectionName(bytes);
  const length = Math.min(view.getUint32(8, true), view.getUint32(16, true));
  const offset = view.getUint32(20, true);
  if (length > 0 && offset + length > file.size) {
    throw new FormatError('pe', at, `section ${name} reaches past the file's end`);
  }
  return { name, content: subAccess(file, offset, length) };
}

/** The text of a section, without the zeros that pad it. Throws FormatError 'pe' past `maxBytes`. */
export async function readSectionText(
  { name, content }: PeSection,
  maxBytes: number,
): Promise<string> {
  if (content.size > maxBytes) {
    throw new FormatError('pe', 0, `section ${name} of ${content.size} bytes`);
  }
  const text = new TextDecoder().decode(await content.read(0, content.size));
  return text.replace(/\0[\s\S]*$/, '');
}
