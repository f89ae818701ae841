import { FormatError } from '../../errors.ts';
import { memoryAccess, readChunks } from '../random-access.ts';
import { decompress } from './decompress.ts';

/** A compressed file, unpacked in memory. FormatError where it becomes larger than `mostBytes`. */
export async function decompressWhole(file: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of decompress(readChunks(memoryAccess(file)))) {
    size += part.length;
    if (size > mostBytes) {
      throw new FormatError('compression', 0, `unpacks to over ${mostBytes} bytes`);
    }
    parts.push(part.slice());
  }
  return Buffer.concat(parts, size);
}
