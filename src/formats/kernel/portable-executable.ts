import type { Architecture } from '../../core/architecture.ts';

export interface PortableExecutable {
  readonly machine: number;
  /** The certificate table is not empty: an Authenticode signature is embedded. */
  readonly signed: boolean;
  /** Where that table lies in the file; absent where it is empty, or not within the file. */
  readonly certificates?: { readonly offset: number; readonly length: number };
}

const pe32Plus = 0x20b;
const certificateTable = 4;

/**
 * The headers of an EFI program, which a kernel with an EFI stub is too. Undefined for anything
 * else. Source: Microsoft's PE format specification, "COFF File Header" and "Optional Header Data
 * Directories"; the certificate table's address is a file offset.
 */
export function findPortableExecutable(
  bytes: Uint8Array,
  fileBytes: number,
): PortableExecutable | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint16(0) !== 0x4d5a) return undefined;
  const header = view.getUint32(0x3c, true);
  const optional = header + 24;
  if (optional + 2 > bytes.length || view.getUint32(header) !== 0x50450000) return undefined;
  const machine = view.getUint16(header + 4, true);
  const directories = optional + (view.getUint16(optional, true) === pe32Plus ? 112 : 96);
  const entry = directories + 8 * certificateTable;
  if (entry + 8 > bytes.length) return { machine, signed: false };
  const count = view.getUint32(directories - 4, true);
  const offset = view.getUint32(entry, true);
  const length = view.getUint32(entry + 4, true);
  const isInside = offset > 0 && length > 0 && offset + length <= fileBytes;
  const signed = count > certificateTable && isInside;
  return { machine, signed, ...(signed ? { certificates: { offset, length } } : {}) };
}

export function machineArchitecture(machine: number | undefined): Architecture | 'unknown' {
  if (machine === 0x8664) return 'x86_64';
  if (machine === 0x14c) return 'i386';
  return machine === 0xaa64 ? 'aarch64' : 'unknown';
}
