import { FormatError } from '../../errors.ts';
import { decompress } from '../../formats/compression/decompress.ts';
import { readChunks } from '../../formats/random-access.ts';
import type { FileTree } from '../../ports.ts';

/**
 * A module's bytes as the kernel loads them, whatever its file is compressed with; a module is an
 * ELF file. The caller says how large it may become.
 */
export async function readDecompressed(
  tree: FileTree,
  path: string,
  longest: number,
): Promise<Uint8Array> {
  const file = await tree.open(path);
  if (file === undefined)
    throw new FormatError('modules.dep', 0, `${path} is listed and not there`);
  const head = await file.read(0, 4);
  const isElf = head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
  const chunks = isElf ? readChunks(file) : decompress(readChunks(file));
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > longest)
      throw new FormatError('module', 0, `${path} unpacks to over ${longest} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}
