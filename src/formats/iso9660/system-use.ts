import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { latin1, u32 } from './fields.ts';

/** One System Use entry: "NM", "PX", and the bytes after its length and version. */
export interface SystemUseEntry {
  readonly signature: string;
  readonly data: Uint8Array;
  /** Where the entry lies, as near as is known: that of its area. */
  readonly offset: number;
}

export interface SystemUseSource {
  readonly image: RandomAccess;
  readonly blockBytes: number;
  /** Counts what continuation areas hold, and throws when that is too much. */
  readonly spend: (bytes: number, offset: number) => void;
}

const maxAreas = 64;

/**
 * The System Use entries of a directory record, its continuation areas included.
 * Source: SUSP (IEEE P1281) sections 4 and 5.
 */
export async function readSystemUse(
  area: Uint8Array,
  source: SystemUseSource & { readonly offset: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly SystemUseEntry[]> {
  const entries: SystemUseEntry[] = [];
  let next: { bytes: Uint8Array; offset: number } = { bytes: area, offset: source.offset };
  for (let areas = 0; areas < maxAreas; areas += 1) {
    const continuation = readArea(next.bytes, next.offset, entries);
    if (continuation === undefined) return entries;
    const offset = u32(continuation, 0) * source.blockBytes + u32(continuation, 8);
    const length = u32(continuation, 16);
    if (offset + length > source.image.size) {
      throw new FormatError('iso9660', next.offset, 'continuation area lies past the end');
    }
    source.spend(length, next.offset);
    const bytes = await source.image.read(
      offset,
      length,
      source.signal && { signal: source.signal },
    );
    next = { bytes, offset };
  }
  throw new FormatError('iso9660', source.offset, `more than ${maxAreas} continuation areas`);
}

/** Adds an area's entries; returns the last CE's data, which takes effect where the area ends. */
function readArea(
  area: Uint8Array,
  offset: number,
  entries: SystemUseEntry[],
): Uint8Array | undefined {
  let continuation: Uint8Array | undefined;
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0;
    const signature = latin1(area, at, 2);
    // Padding, or what another system left: nothing that could be told apart follows.
    if (length < 4 || at + length > area.length) break;
    const data = area.subarray(at + 4, at + length);
    if (signature === 'ST') return continuation;
    if (signature === 'CE' && data.length >= 24) continuation = data;
    else entries.push({ signature, data, offset: offset + at });
    at += length;
  }
  return continuation;
}
