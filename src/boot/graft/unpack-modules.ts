import { FormatError } from '../../errors.ts';
import { decompressWhole } from '../../formats/compression/decompress-whole.ts';
import { sniffCompression } from '../../formats/compression/sniff.ts';
import { createWorkBudget } from '../../formats/work-budget.ts';
import type { Media } from '../../ports/media.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

const mostBytes = 64 << 20;

/** Modules as the kernel loads them, whatever each file is compressed with; a module is an ELF file. */
export async function unpackModules(
  files: readonly RandomAccess[],
  { unpackXz }: Pick<Media, 'unpackXz'>,
): Promise<readonly Uint8Array[]> {
  const modules = await Promise.all(files.map(readWhole));
  // The machine's own program has all of them at once.
  const packed = modules.filter(isXz);
  const unpacked = packed.length === 0 ? [] : await unpackXz(packed, { mostBytes });
  const budget = createWorkBudget();
  const byPacked = new Map(packed.map((bytes, index) => [bytes, unpacked[index]]));
  return Promise.all(
    modules.map((bytes) => {
      if (isElf(bytes)) return bytes;
      return byPacked.get(bytes) ?? decompressWhole(bytes, mostBytes, budget);
    }),
  );
}

function readWhole(file: RandomAccess): Promise<Uint8Array> {
  if (file.size <= mostBytes) return file.read(0, file.size);
  throw new FormatError('module', 0, `${file.size} bytes are more than any module has`);
}

function isElf(file: Uint8Array): boolean {
  return file[0] === 0x7f && file[1] === 0x45 && file[2] === 0x4c && file[3] === 0x46;
}

function isXz(file: Uint8Array): boolean {
  return sniffCompression(file) === 'xz';
}
