/** A name of a directory with where its content begins. */
export interface FatNode {
  readonly name: string;
  readonly kind: 'file' | 'directory';
  /** In bytes; 0 for directories. */
  readonly size: number;
  /** 0 for an empty file. */
  readonly cluster: number;
}

const entryBytes = 32;
const attributes = { volume: 0x08, directory: 0x10, longName: 0x0f } as const;
/** A long name has 255 characters, 13 in each of its pieces. */
const mostPieces = 20;

/**
 * The entries of a directory's bytes with their long names, else their short ones in the case that
 * Windows NT notes. Damaged long names fall back to the short one. Source: Microsoft's FAT
 * specification 1.03, "FAT Directory Structure" and "FAT Long Directory Entries".
 */
export function readFatDirectory(bytes: Uint8Array): readonly FatNode[] {
  const nodes: FatNode[] = [];
  let pieces: Uint8Array[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const entry = bytes.subarray(at, at + entryBytes);
    const [first = 0] = entry;
    if (first === 0) break;
    const attribute = entry[11] ?? 0;
    if (first === 0xe5) pieces = [];
    else if ((attribute & 0x3f) === attributes.longName) {
      if (pieces.length < mostPieces) pieces.unshift(entry);
    } else {
      if ((attribute & attributes.volume) === 0 && first !== 0x2e) {
        nodes.push(readNode(entry, longName(pieces, entry)));
      }
      pieces = [];
    }
  }
  return nodes;
}

function readNode(entry: Uint8Array, long: string | undefined): FatNode {
  const view = new DataView(entry.buffer, entry.byteOffset, entryBytes);
  const isDirectory = ((entry[11] ?? 0) & attributes.directory) !== 0;
  return {
    name: long ?? shortName(entry),
    kind: isDirectory ? 'directory' : 'file',
    size: isDirectory ? 0 : view.getUint32(28, true),
    cluster: view.getUint16(20, true) * 0x10000 + view.getUint16(26, true),
  };
}

/** The pieces lie in front of the short entry, the last one first, each with its checksum. */
function longName(pieces: readonly Uint8Array[], entry: Uint8Array): string | undefined {
  if (pieces.length === 0) return undefined;
  const sum = shortNameSum(entry);
  const inOrder = pieces.every(
    (piece, index) => ((piece[0] ?? 0) & 0x3f) === index + 1 && piece[13] === sum,
  );
  if (!inOrder) return undefined;
  const units = pieces.flatMap((piece) =>
    [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30].map(
      (at) => (piece[at] ?? 0) | ((piece[at + 1] ?? 0) << 8),
    ),
  );
  const end = units.indexOf(0);
  const name = String.fromCharCode(...(end < 0 ? units : units.slice(0, end)));
  return name === '' || name === '.' || name === '..' || /[/\0]/.test(name) ? undefined : name;
}

function shortNameSum(entry: Uint8Array): number {
  return entry
    .subarray(0, 11)
    .reduce((sum, byte) => (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff, 0);
}

function shortName(entry: Uint8Array): string {
  const text = (from: number, to: number) =>
    String.fromCharCode(...entry.subarray(from, to))
      .trimEnd()
      .replaceAll('/', '?');
  const flags = entry[12] ?? 0;
  const base = text(0, 8).replace(/^\x05/, '\xe5');
  const extension = text(8, 11);
  const lowerBase = (flags & 0x08) !== 0 ? base.toLowerCase() : base;
  const lowerExtension = (flags & 0x10) !== 0 ? extension.toLowerCase() : extension;
  return lowerExtension === '' ? lowerBase : `${lowerBase}.${lowerExtension}`;
}
