import { FormatError } from '../../src/errors.ts';

/** What C++ exceptions and native backtraces find their way by; Node is built without exceptions. */
const tables = ['.eh_frame', '.eh_frame_hdr'];

/** Offsets within the headers of a 64-bit little-endian program (elf(5)). */
const fileHeader = { sections: 40, entryBytes: 58, count: 60, names: 62, bytes: 64 };
const section = { name: 0, offset: 24, size: 32, bytes: 64 };

/**
 * Makes the unwind tables of Node's program zeros, so that they pack to nothing: to the unwinder they are empty.
 * What it costs is the native half of the backtrace where Node itself crashes. No other byte changes or moves.
 *
 * @returns how many bytes are zeros now.
 */
export function clearUnwindTables(program: Buffer): number {
  let cleared = 0;
  for (const { name, offset, size } of sectionsOf(program)) {
    if (!tables.includes(name)) continue;
    program.fill(0, offset, offset + size);
    cleared += size;
  }
  if (cleared === 0) throw damaged('it has no unwind tables');
  return cleared;
}

interface Section {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

function sectionsOf(program: Buffer): readonly Section[] {
  if (program.length < fileHeader.bytes) throw damaged('its header is cut off');
  const table = Number(program.readBigUInt64LE(fileHeader.sections));
  const count = program.readUInt16LE(fileHeader.count);
  const namesIndex = program.readUInt16LE(fileHeader.names);
  const isOdd = program.readUInt16LE(fileHeader.entryBytes) !== section.bytes;
  if (isOdd || namesIndex >= count || table + count * section.bytes > program.length) {
    throw damaged('its table of sections makes no sense');
  }
  const headers = Array.from({ length: count }, (_, index) => {
    const at = table + index * section.bytes;
    return {
      name: program.readUInt32LE(at + section.name),
      offset: Number(program.readBigUInt64LE(at + section.offset)),
      size: Number(program.readBigUInt64LE(at + section.size)),
    };
  });
  const names = headers[namesIndex]?.offset ?? 0;
  return headers.map(({ name, offset, size }) => {
    const start = names + name;
    return { name: program.toString('latin1', start, program.indexOf(0, start)), offset, size };
  });
}

function damaged(reason: string): FormatError {
  return new FormatError('ELF', 0, reason);
}
