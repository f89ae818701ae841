import type { RandomAccess } from '../../ports/random-access.ts';
import { readChunks } from '../random-access.ts';

const fileHeaderBytes = 64;
const programHeaderBytes = 56;
const pageBytes = 4096;

const executable = 2;
/** e_machine of elf.h. */
const machines = { x86_64: 62, aarch64: 183 } as const;
const loadSegment = 1;
const allowAll = 7;

export interface ProgramSegment {
  /** Physical, and virtual. */
  readonly address: number;
  readonly content: RandomAccess;
}

/**
 * An ELF executable, for x86-64 by default, that has each segment loaded at its physical address and is entered at
 * `entry`: what kexec-tools hand to kexec_load(2) as it is (`--type=elf-x86_64 --args-none`). Source:
 * elf(5). For up to 70 segments: the headers take one page.
 */
export async function* elfProgram(
  segments: readonly ProgramSegment[],
  entry: number,
  arch: keyof typeof machines = 'x86_64',
): AsyncGenerator<Uint8Array> {
  yield headers(segments, entry, machines[arch]);
  for (const { content } of segments) {
    yield* readChunks(content);
    yield new Uint8Array(pagesOf(content.size) - content.size);
  }
}

function headers(segments: readonly ProgramSegment[], entry: number, machine: number): Uint8Array {
  const bytes = new Uint8Array(pageBytes);
  const view = new DataView(bytes.buffer);
  // Magic number, 64 bits, little-endian, version 1.
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, executable, true);
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, BigInt(fileHeaderBytes), true);
  view.setUint16(52, fileHeaderBytes, true);
  view.setUint16(54, programHeaderBytes, true);
  view.setUint16(56, segments.length, true);
  let offset = pageBytes;
  segments.forEach(({ address, content }, index) => {
    const at = fileHeaderBytes + index * programHeaderBytes;
    view.setUint32(at, loadSegment, true);
    view.setUint32(at + 4, allowAll, true);
    // Offset, virtual and physical address, size in the file and in memory, alignment.
    [offset, address, address, content.size, content.size, pageBytes].forEach((value, field) => {
      view.setBigUint64(at + 8 + 8 * field, BigInt(value), true);
    });
    offset += pagesOf(content.size);
  });
  return bytes;
}

function pagesOf(size: number): number {
  return Math.ceil(size / pageBytes) * pageBytes;
}
