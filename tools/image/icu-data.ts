import { FormatError } from '../../src/errors.ts';

/**
 * ICU's data as it lies in Node's program (ICU, common/unicode/udata.h and common/ucmndata.h): a header, then
 * a table of contents sorted by name, whose offsets count from the table's start:
 * `u32 count, { u32 name, u32 data }[count]`, little-endian.
 */
const signature = Buffer.from([0xda, 0x27]);
const dataFormat = Buffer.from('CmnD');
const formatOffset = 12;
const entryBytes = 8;

/** Names of languages and regions, `de_AT`; `root`, `pool` and `zoneinfo64` are none. */
const locale = /^[a-z]{2,3}(_[A-Za-z0-9]+)*$/;
const english = /^en(_US|_001)?$/;

/**
 * Whether a program that brings its own texts can do without: what other languages format and call things, the
 * encodings from before Unicode, and the dictionaries and rules of scripts that no text of webboot is in. The
 * plural rules of all languages stay, in `plurals`.
 */
function isDispensable(name: string): boolean {
  const file = name.split('/').at(-1) ?? '';
  const dot = file.lastIndexOf('.');
  const stem = file.slice(0, dot);
  const type = file.slice(dot + 1);
  if (type === 'res')
    return name.includes('/translit/') || (locale.test(stem) && !english.test(stem));
  return type === 'cnv' || type === 'dict' || type === 'spp';
}

/**
 * Takes what is dispensable out of the ICU data within Node's program: out of the table of contents, so that
 * ICU falls back to its root, and zeroed, so that it packs to nothing. No other byte moves.
 *
 * @returns how many bytes are zeros now.
 */
export function trimIcuData(program: Buffer): number {
  const base = findTable(program);
  const count = program.readUInt32LE(base);
  if (base + 4 + count * entryBytes > program.length) throw damaged(base, 'its table is cut off');
  const entries = Array.from({ length: count }, (_, index) => {
    const at = base + 4 + index * entryBytes;
    const name = base + program.readUInt32LE(at);
    const end = program.indexOf(0, name);
    return { at, name: program.toString('latin1', name, end), data: program.readUInt32LE(at + 4) };
  });
  const starts = entries.map(({ data }) => data).sort((a, b) => a - b);
  const kept = entries.filter(({ name }) => !isDispensable(name));
  let freed = 0;
  for (const { name, data } of entries) {
    if (!isDispensable(name)) continue;
    // Nothing tells where the last one ends.
    const end = starts.find((start) => start > data) ?? data;
    program.fill(0, base + data, base + end);
    freed += end - data;
  }
  const table = Buffer.concat(kept.map(({ at }) => program.subarray(at, at + entryBytes)));
  program.fill(0, base + 4, base + 4 + count * entryBytes);
  table.copy(program, base + 4);
  program.writeUInt32LE(kept.length, base);
  return freed;
}

function findTable(program: Buffer): number {
  for (let at = program.indexOf(dataFormat); at >= 0; at = program.indexOf(dataFormat, at + 1)) {
    const header = at - formatOffset;
    if (header < 0 || !program.subarray(header + 2, header + 4).equals(signature)) continue;
    return header + program.readUInt16LE(header);
  }
  throw damaged(0, 'the program has none');
}

function damaged(offset: number, reason: string): FormatError {
  return new FormatError('ICU data', offset, reason);
}
