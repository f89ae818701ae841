import { countReads } from '../../src/formats/random-access.ts';
import type { RandomAccess } from '../../src/ports/random-access.ts';

const sector = 512;
const reserved = 32;
const endOfChain = 0x0fffffff;

/** A FAT32 volume of which only a few KiB are not zero, whatever size it claims. */
function sparseVolume(
  { clusters, sectorsEach = 1 }: { readonly clusters: number; readonly sectorsEach?: number },
  { table, root }: { readonly table: readonly number[]; readonly root: Uint8Array },
): RandomAccess {
  const tableSectors = Math.ceil(((clusters + 2) * 4) / sector);
  const sectors = reserved + tableSectors + clusters * sectorsEach;
  const boot = new Uint8Array(sector);
  const view = new DataView(boot.buffer);
  view.setUint16(11, sector, true);
  view.setUint16(14, reserved, true);
  view.setUint32(32, sectors, true);
  view.setUint32(36, tableSectors, true);
  view.setUint32(44, 2, true);
  boot.set([sectorsEach], 13);
  boot.set([1], 16);
  boot.set([0x55, 0xaa], 510);
  const parts: readonly (readonly [number, Uint8Array])[] = [
    [0, boot],
    [reserved * sector, new Uint8Array(Uint32Array.from(table).buffer)],
    [(reserved + tableSectors) * sector, root],
  ];
  const size = sectors * sector;
  return {
    size,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      for (const [at, part] of parts) {
        const from = Math.max(offset, at);
        const to = Math.min(offset + bytes.length, at + part.length);
        if (from < to) bytes.set(part.subarray(from - at, to - at), from - offset);
      }
      return bytes;
    },
  };
}

function entry(name: string, attribute: number, cluster: number, size: number): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(name.padEnd(11)));
  bytes.set([attribute], 11);
  view.setUint16(20, cluster >>> 16, true);
  view.setUint16(26, cluster & 0xffff, true);
  view.setUint32(28, size, true);
  return bytes;
}

/** `/kernel` of 4 GiB, whose clusters follow one another from 10 to `loopsAt` and from 10 again. */
export function loopingVolume({
  clusters,
  loopsAt,
}: {
  readonly clusters: number;
  readonly loopsAt: number;
}) {
  const table = Array.from({ length: loopsAt + 1 }, (_, cluster) => cluster + 1);
  table[2] = endOfChain;
  table[loopsAt] = 10;
  return countReads(
    sparseVolume({ clusters }, { table, root: entry('KERNEL', 0, 10, 0xffffffff) }),
  );
}

/** `/kernel` of 4 GiB, whose clusters follow one another up to its end. */
export function longVolume(clusters: number): RandomAccess {
  const volume = sparseVolume(
    { clusters },
    { table: [0, 0, endOfChain], root: entry('KERNEL', 0, 10, 0xffffffff) },
  );
  const start = reserved * sector;
  return {
    size: volume.size,
    async read(offset, length) {
      const bytes = await volume.read(offset, length);
      const view = new DataView(bytes.buffer);
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const cluster = (offset + at - start) / 4;
        if (cluster >= 10 && cluster < clusters) view.setUint32(at, cluster + 1, true);
      }
      return bytes;
    },
  };
}

/** A root directory of so many files, and of `/d`, which is the root directory again. */
export function crowdedVolume(count: number): { readonly image: RandomAccess } {
  const root = new Uint8Array((count + 1) * 32);
  for (let index = 0; index < count; index += 1) {
    root.set(entry(`${String(index).padStart(8, '0')}EXT`, 0, 0, 0), index * 32);
  }
  root.set(entry('D', 0x10, 2, 0), count * 32);
  const sectorsEach = 64;
  const last = 2 + Math.ceil(root.length / (sectorsEach * sector));
  const table = Array.from({ length: last + 1 }, (_, cluster) => cluster + 1);
  table[last] = endOfChain;
  return { image: sparseVolume({ clusters: 70_000, sectorsEach }, { table, root }) };
}
